package io.holdover.control.config;

import java.util.List;

/**
 * What a whole file says. Immutable.
 *
 * @param global
 *            the options at the top level
 * @param pathDefaults
 *            what holds for every path that does not say otherwise
 * @param paths
 *            in the order of the file
 */
public record HoldoverConfig(OptionValues global, OptionValues pathDefaults, List<PathRule> paths) {

    public HoldoverConfig {
        paths = List.copyOf(paths);
    }

    /** What holds without a file: every path is open to everyone. */
    public static HoldoverConfig withoutFile() {
        return new HoldoverConfig(OptionValues.DEFAULTS, OptionValues.DEFAULTS,
                List.of(new PathRule(new PathPattern.Others("all_others"), OptionValues.DEFAULTS)));
    }
}
