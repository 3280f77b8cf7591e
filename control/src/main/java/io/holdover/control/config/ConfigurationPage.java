package io.holdover.control.config;

import java.util.stream.Collectors;

import io.holdover.control.config.Option.Scope;

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
                means without starting anything.

                - A boolean is `yes`, `true` or `on`, or `no`, `false` or `off`.
                - A duration has a unit: `300ms`, `10s`, `1m30s`, `1d`.
                - An address is `host:port`, `[ipv6]:port`, or `:port` for every address of the machine.
                - A key without a value leaves its option as it is.
                - A key that MediaMTX knows and Holdover does not serve yet is accepted with one warning. A key that nobody knows is an
                  error, as is a key that stands twice. All errors of a file are reported together, each with its line and column.

                """);
        page.append("## Top level\n\n");
        table(page, Scope.GLOBAL);
        page.append("""

                ## Paths

                `paths` has one section for each path, `pathDefaults` what holds for all of them. The key of a section is

                - the name of a path: letters, digits, `_`, `-`, `.` and `/`, with no slash at either end and no segment `.` or `..`;
                - `~` and a regular expression, which is looked for anywhere in the name unless it is anchored with `^` and `$`;
                - `all_others` (or `all`), which is about every path that no other section is about.

                A path takes the section of its own name, else that of the first regular expression that matches, in the order of the
                file, else `all_others`. A path without any section is refused.

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

                These keys stand under `pathDefaults` and in each section:

                """);
        table(page, Scope.PATH);
        return page.toString();
    }

    private static void table(StringBuilder page, Scope scope) {
        page.append("| key | type | default | unit | a change takes hold | what it does |\n|---|---|---|---|---|---|\n");
        page.append(Options.of(scope).stream().map(ConfigurationPage::row).collect(Collectors.joining("\n", "", "\n")));
    }

    private static <T> String row(Option<T> option) {
        String defaultValue = option.type().display(option.defaultValue());
        return "| `" + option.name() + "` | " + option.type().name() + " | " + (defaultValue.isEmpty() ? "none" : "`" + defaultValue + "`")
                + " | "
                + option.unit() + " | " + option.effect().text() + " | " + option.doc() + " |";
    }
}
