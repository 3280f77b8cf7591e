package io.holdover.control.config;

import java.util.List;
import java.util.stream.Collectors;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/** The reference page {@code docs/configuration.md}, written from the table of options. */
public final class ConfigurationPage {
    private ConfigurationPage() {
    }

    /** The whole page in Markdown. */
    public static String render() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                This page is generated from the table of options (`io.holdover.control.config.Options`); change it there.

                Holdover reads the file named on the command line, or else `holdover.yml`, or else `mediamtx.yml` in the working
                directory. Without any file the defaults below hold and every path is open. `holdover --check FILE` says what a file
                means without starting anything. `distribution/holdover.yml` has every option with its default.

                - A boolean is `yes`, `true` or `on`, or `no`, `false` or `off`.
                - A duration has a unit: `300ms`, `10s`, `1m30s`, `1d`. So has a size: `512K`, `50M`.
                - An address is `host:port`, `[ipv6]:port`, or `:port` for every address of the machine.
                - A key without a value leaves its option as it is.
                - A key that MediaMTX knows and Holdover does not serve yet is accepted; a value that asks for something brings one
                  warning. A key that nobody knows is an error, as is a key that stands twice. All errors of a file are reported
                  together, each with its line and column.

                The file is read again when it changes. If it is valid it takes the place of what held before, changes by the API
                included; if not, everything stays as it is and the log says what is wrong with it. A file that is gone or empty changes
                nothing.

                ## Environment

                Variables lie over the file: `MTX_LOGLEVEL=debug` sets `logLevel`, `MTX_PATHDEFAULTS_MAXREADERS=10` what holds for all
                paths, `MTX_PATHS_STUDIO_MAXREADERS=10` what holds for the path `studio`; in the name of a path everything but letters
                and digits is written `_`. Lists are separated by commas, and what has parts is numbered:
                `MTX_AUTHINTERNALUSERS_0_USER=alice`. A variable that begins with `MTX_` and names no option brings a warning.

                """);
        page.append("## Top level\n");
        tables(page, Scope.GLOBAL);
        page.append("""

                ## Paths

                `paths` has one section for each path, `pathDefaults` what holds for all of them. The key of a section is

                - the name of a path: letters, digits, `_`, `-`, `.` and `/`, with no slash at either end and no segment `.` or `..`;
                - `~` and a regular expression, which is looked for anywhere in the name unless it is anchored with `^` and `$`;
                - `all_others` (or `all`), which is about every path that no other section is about.

                A path takes the section of its own name, else that of the first regular expression that matches, else `all_others`.
                Regular expressions are tried in the order of their text, wherever they stand in the file, as in MediaMTX. A path
                without any section is refused.

                ```yaml
                pathDefaults:
                  maxReaders: 100
                paths:
                  studio:
                    srtPublishPassphrase: correct-horse-battery
                  ~^guest/:
                    overridePublisher: no
                  all_others:
                ```

                These keys stand under `pathDefaults` and in each section.
                """);
        tables(page, Scope.PATH);
        page.append("""

                ## Without effect so far

                These keys are understood and checked, and the API prints them with their defaults; nothing follows from them yet.

                """);
        unserved(page, Scope.GLOBAL);
        unserved(page, Scope.PATH);
        page.append("""

                ## Keys of old files

                Each brings a warning and sets what has taken its place.

                | key | under | now |
                |---|---|---|
                """);
        for (Scope scope : Scope.values()) {
            Options.of(scope, Standing.DEPRECATED).forEach(option -> page.append(oldRow(option)));
        }
        return page.toString();
    }

    private static void tables(StringBuilder page, Scope scope) {
        for (Options.Group group : Options.SERVED) {
            if (group.scope() == scope) {
                page.append("\n### ").append(group.title()).append("\n\n")
                        .append("| key | type | default | unit | a change takes hold | what it does |\n|---|---|---|---|---|---|\n");
                group.options().forEach(option -> page.append(row(option)));
            }
        }
    }

    private static <T> String row(Option<T> option) {
        return "| `" + option.name() + "` | " + option.type().name() + " | " + defaultValue(option) + " | " + option.unit() + " | "
                + option.effect().text() + " | " + option.doc() + " |\n";
    }

    private static <T> String defaultValue(Option<T> option) {
        if (option.equals(Options.AUTH_INTERNAL_USERS)) {
            return "anyone may publish, read and play back; API and metrics for the machine itself";
        }
        String text = option.type().display(option.defaultValue());
        return text.isEmpty() ? "none" : "`" + text + "`";
    }

    private static void unserved(StringBuilder page, Scope scope) {
        page.append("Under ").append(scope.text()).append(":\n\n");
        page.append(Options.of(scope, Standing.UNSERVED).stream().map(option -> "- `" + option.name() + "` (" + defaultValue(option) + "): "
                + option.doc() + "\n").collect(Collectors.joining("", "", "\n")));
    }

    private static String oldRow(Option<?> option) {
        List<String> now = option.replacements().stream()
                .map(one -> "`" + (one.option().scope() == option.scope() ? "" : "pathDefaults.") + one.option().name() + "`").toList();
        String text = DeprecatedOptions.CREDENTIALS.contains(option) ? "`authInternalUsers`" : String.join(", ", now);
        return "| `" + option.name() + "` | " + option.scope().text() + " | " + (text.isEmpty() ? option.doc() : text) + " |\n";
    }
}
