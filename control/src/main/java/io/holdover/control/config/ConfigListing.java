package io.holdover.control.config;

import java.util.List;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/** Says in words what a configuration means: every option with the value that holds, and where that value differs from the layer below. */
public final class ConfigListing {
    private ConfigListing() {
    }

    /** One line for each option that is served or was given, secrets hidden. */
    public static String of(HoldoverConfig config) {
        StringBuilder text = new StringBuilder();
        options(text, "", Scope.GLOBAL, config.global());
        text.append("pathDefaults:\n");
        options(text, "  ", Scope.PATH, config.pathDefaults());
        text.append(config.paths().isEmpty() ? "paths: {}\n" : "paths:\n");
        for (PathRule rule : config.paths()) {
            text.append("  ").append(rule.pattern().key()).append(":\n");
            List<Option<?>> given = rule.values().given(Options.of(Scope.PATH));
            for (Option<?> option : given) {
                line(text, "    ", option, rule.values());
            }
        }
        return text.toString();
    }

    private static void options(StringBuilder text, String indent, Scope scope, OptionValues values) {
        for (Option<?> option : Options.of(scope)) {
            if (option.standing() == Standing.SERVED || values.gives(option)) {
                line(text, indent, option, values);
            }
        }
    }

    private static void line(StringBuilder text, String indent, Option<?> option, OptionValues values) {
        text.append(indent).append(option.name()).append(": ").append(values.display(option))
                .append(values.gives(option) ? "" : "  # default")
                .append('\n');
    }
}
