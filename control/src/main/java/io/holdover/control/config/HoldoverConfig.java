package io.holdover.control.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What a whole file says, and what was changed since. Immutable; any thread. */
public final class HoldoverConfig {
    /** Sections under {@code paths}. */
    public static final int LIMIT_PATHS = 100_000;

    private final OptionValues given;
    private final OptionValues global;
    private final OptionValues pathDefaults;
    private final List<PathRule> paths;
    private final Map<String, PathRule> byKey = new LinkedHashMap<>();
    private final PathMatcher matcher;

    /**
     * Takes the parts as they are.
     *
     * @param global
     *            the options at the top level
     * @param pathDefaults
     *            what holds for every path that does not say otherwise; the values of {@code paths} lie over it
     * @param paths
     *            in the order of the file
     */
    public HoldoverConfig(OptionValues global, OptionValues pathDefaults, List<PathRule> paths) {
        this.given = global;
        this.global = LegacyCredentials.in(pathDefaults, paths)
                ? global.with(Options.AUTH_INTERNAL_USERS, LegacyCredentials.users(paths))
                : global;
        this.pathDefaults = pathDefaults;
        this.paths = List.copyOf(paths);
        this.paths.forEach(rule -> byKey.put(rule.pattern().key(), rule));
        this.matcher = new PathMatcher(this.paths);
    }

    /** What holds without a file: every path is open to everyone. */
    public static HoldoverConfig withoutFile() {
        return new HoldoverConfig(OptionValues.DEFAULTS, OptionValues.DEFAULTS,
                List.of(new PathRule(new PathPattern.Others("all_others"), OptionValues.DEFAULTS)));
    }

    /** The options at the top level. */
    public OptionValues global() {
        return global;
    }

    /** The options at the top level as they were given, without the users that old keys of paths make. */
    OptionValues given() {
        return given;
    }

    /** What holds for every path that does not say otherwise. */
    public OptionValues pathDefaults() {
        return pathDefaults;
    }

    /** In the order of the file, then in the order in which they were added. */
    public List<PathRule> paths() {
        return paths;
    }

    /** The section of that key. */
    public Optional<PathRule> section(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Finds what holds for a path. */
    public PathMatcher matcher() {
        return matcher;
    }

    HoldoverConfig withGlobal(OptionValues values) {
        return new HoldoverConfig(values, pathDefaults, paths);
    }

    HoldoverConfig withPathDefaults(OptionValues values) {
        if (values.equals(pathDefaults)) {
            return this;
        }
        return new HoldoverConfig(given, values,
                paths.stream().map(rule -> new PathRule(rule.pattern(), rule.values().over(values))).toList());
    }

    /** With this section, in the place of the one of its key or else behind all others. */
    HoldoverConfig with(PathRule section) {
        Map<String, PathRule> sections = new LinkedHashMap<>(byKey);
        sections.put(section.pattern().key(), section);
        return new HoldoverConfig(given, pathDefaults, List.copyOf(sections.values()));
    }

    HoldoverConfig without(String key) {
        return new HoldoverConfig(given, pathDefaults, paths.stream().filter(rule -> !rule.pattern().key().equals(key)).toList());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HoldoverConfig its && given.equals(its.given) && pathDefaults.equals(its.pathDefaults)
                && paths.equals(its.paths);
    }

    @Override
    public int hashCode() {
        return 31 * given.hashCode() + paths.size();
    }
}
