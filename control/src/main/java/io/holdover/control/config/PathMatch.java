package io.holdover.control.config;

import java.util.List;

/**
 * What the configuration says about one path.
 *
 * @param rule
 *            the section that holds
 * @param groups
 *            what the groups of the section's regular expression found, {@code $G1} first; empty where a group took no part, and none at
 *            all if the section has no expression
 */
public record PathMatch(PathRule rule, List<String> groups) {

    public PathMatch {
        groups = List.copyOf(groups);
    }

    /** The options that hold. */
    public OptionValues values() {
        return rule.values();
    }
}
