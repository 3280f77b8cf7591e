package io.holdover.control.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.holdover.stream.PathOptions;
import io.holdover.stream.PathOptionsSource;
import io.holdover.stream.StreamPath;
import io.holdover.stream.hold.HoldOptions;

/**
 * Finds what the configuration says about a path: its exact name first, then regular expressions in the order of the file, then all others.
 * Immutable.
 */
public final class PathMatcher implements PathOptionsSource {
    private final Map<StreamPath, PathRule> exact = new HashMap<>();
    private final List<PathRule> regexes = new ArrayList<>();
    private final @Nullable PathRule others;

    public PathMatcher(List<PathRule> rules) {
        PathRule last = null;
        for (PathRule rule : rules) {
            switch (rule.pattern()) {
                case PathPattern.Exact name -> exact.put(name.path(), rule);
                case PathPattern.Regex _ -> regexes.add(rule);
                case PathPattern.Others _ -> last = rule;
            }
        }
        others = last;
    }

    /** The section that holds for {@code path}; none if the path is not configured. */
    public Optional<PathRule> find(StreamPath path) {
        PathRule named = exact.get(path);
        if (named != null) {
            return Optional.of(named);
        }
        try {
            for (PathRule rule : regexes) {
                if (rule.pattern().matches(path)) {
                    return Optional.of(rule);
                }
            }
        } catch (PathPattern.EndlessSearchException _) {
            return Optional.empty(); // a later section might allow what this one forbids
        }
        return Optional.ofNullable(others);
    }

    @Override
    public Optional<PathOptions> optionsFor(StreamPath path) {
        return find(path).map(rule -> optionsOf(rule.values()));
    }

    private static PathOptions optionsOf(OptionValues values) {
        HoldOptions hold = new HoldOptions(values.get(Options.SRT_PERSIST_ON_DISCONNECT), values.get(Options.SRT_PERSIST_TIMEOUT).toNanos(),
                values.get(Options.SRT_PERSIST_VIDEO), values.get(Options.SRT_PERSIST_STALL_TIMEOUT).toNanos());
        return new PathOptions(values.get(Options.OVERRIDE_PUBLISHER), values.get(Options.MAX_READERS), hold);
    }
}
