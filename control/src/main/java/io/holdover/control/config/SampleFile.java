package io.holdover.control.config;

import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import io.holdover.control.config.Option.Scope;

/** The file {@code distribution/holdover.yml}: every option that is served, with its default and what it does. */
public final class SampleFile {
    private static final int LINE_CHARACTERS = 110;

    // Neither null nor a mark of YAML at the beginning, and nothing within that ends a plain scalar.
    private static final Pattern PLAIN = Pattern.compile("(?!(?:null|Null|NULL|~)$):?[A-Za-z0-9./][A-Za-z0-9./:_ -]*(?<![: ])");

    private SampleFile() {
    }

    /** The whole file. */
    public static String render() {
        StringBuilder file = new StringBuilder("""
                # Holdover, every option with its default. What is not needed can be left out.
                # An old mediamtx.yml works as it is. docs/configuration.md says more; "holdover --check FILE" checks a file.
                """);
        groups(file, "", Scope.GLOBAL);
        file.append("\n# What holds for every path whose own section does not say otherwise.\npathDefaults:\n");
        groups(file, "  ", Scope.PATH);
        file.append("""

                # One section for each path, or for all that a regular expression is found in (~^guest/).
                # paths:
                #   studio:
                #     srtPersistOnDisconnect: yes
                #     srtPublishPassphrase: correct-horse-battery
                paths:
                  # Every path that has no section of its own.
                  all_others:
                """);
        return file.toString();
    }

    private static void groups(StringBuilder file, String indent, Scope scope) {
        for (Options.Group group : Options.SERVED) {
            if (group.scope() == scope) {
                file.append('\n').append(indent).append("##### ").append(group.title()).append("\n\n");
                group.options().forEach(option -> entry(file, indent, option));
            }
        }
    }

    private static <T> void entry(StringBuilder file, String indent, Option<T> option) {
        comment(file, indent, option.doc().replace("`", "")
                + (option.unit().isEmpty() || option.unit().equals("time") ? "" : " (" + option.unit() + ")"));
        file.append(indent).append(option.name()).append(':');
        JsonNode json = option.type().toJson(option.defaultValue());
        if (json.isArray() && !json.isEmpty() && json.get(0).isObject()) {
            file.append('\n');
            block(file, indent + "  ", json);
        } else {
            String text = json.isArray() ? flow(json) : scalar(option.type().show(option.defaultValue()));
            file.append(text.isEmpty() ? "" : " ").append(text).append('\n');
        }
    }

    private static void comment(StringBuilder file, String indent, String text) {
        int length = 0;
        for (String word : text.split(" ", -1)) {
            if (length == 0 || length + 1 + word.length() > LINE_CHARACTERS) {
                file.append(length == 0 ? "" : "\n").append(indent).append('#');
                length = indent.length() + 1;
            }
            file.append(' ').append(word);
            length += 1 + word.length();
        }
        file.append('\n');
    }

    /** A list whose items have parts, over several lines. */
    private static void block(StringBuilder file, String indent, JsonNode list) {
        for (JsonNode item : list) {
            String lead = "- ";
            for (Map.Entry<String, JsonNode> field : item.properties()) {
                JsonNode value = field.getValue();
                file.append(indent).append(lead).append(field.getKey()).append(':');
                if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
                    file.append('\n');
                    block(file, indent + "    ", value);
                } else {
                    String text = value.isArray() ? flow(value) : scalar(value.asString());
                    file.append(text.isEmpty() ? "" : " ").append(text).append('\n');
                }
                lead = "  ";
            }
        }
    }

    private static String flow(JsonNode list) {
        StringBuilder text = new StringBuilder("[");
        for (Iterator<JsonNode> items = list.iterator(); items.hasNext();) {
            // Within brackets a colon needs quotes more often than not.
            String item = items.next().asString();
            text.append(item.chars().allMatch(Character::isLetterOrDigit) ? scalar(item) : quoted(item))
                    .append(items.hasNext() ? ", " : "");
        }
        return text.append(']').toString();
    }

    private static String scalar(String text) {
        return text.isEmpty() || PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
