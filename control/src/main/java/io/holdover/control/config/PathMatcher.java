package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.holdover.control.PathExpression;
import io.holdover.stream.DemandOptions;
import io.holdover.stream.PathOptions;
import io.holdover.stream.PathOptionsSource;
import io.holdover.stream.StreamPath;
import io.holdover.stream.hold.HoldOptions;

/**
 * Finds what the configuration says about a path: its exact name first, then regular expressions in the order of their text,
 * as in MediaMTX, then all others. Immutable.
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
        regexes.sort(Comparator.comparing(rule -> rule.pattern().key()));
        others = last;
    }

    /** The section that holds for {@code path}; none if the path is not configured. */
    public Optional<PathMatch> find(StreamPath path) {
        PathRule named = exact.get(path);
        if (named != null) {
            return Optional.of(new PathMatch(named, List.of()));
        }
        try {
            for (PathRule rule : regexes) {
                Optional<List<String>> groups = rule.pattern().match(path);
                if (groups.isPresent()) {
                    return Optional.of(new PathMatch(rule, groups.get()));
                }
            }
        } catch (PathExpression.EndlessSearchException _) {
            return Optional.empty(); // a later section might allow what this one forbids
        }
        return Optional.ofNullable(others).map(rule -> new PathMatch(rule, List.of()));
    }

    /** The paths that have a section of their own. */
    public Set<StreamPath> exactPaths() {
        return Collections.unmodifiableSet(exact.keySet());
    }

    @Override
    public Optional<PathOptions> optionsFor(StreamPath path) {
        return find(path).map(match -> optionsOf(match.values()));
    }

    private static PathOptions optionsOf(OptionValues values) {
        HoldOptions hold = new HoldOptions(values.get(Options.SRT_PERSIST_ON_DISCONNECT), values.get(Options.SRT_PERSIST_TIMEOUT).toNanos(),
                values.get(Options.SRT_PERSIST_VIDEO), values.get(Options.SRT_PERSIST_STALL_TIMEOUT).toNanos());
        DemandOptions demand = new DemandOptions(!values.get(Options.RUN_ON_DEMAND).isBlank(),
                values.get(Options.RUN_ON_DEMAND_START_TIMEOUT).toNanos(), values.get(Options.RUN_ON_DEMAND_CLOSE_AFTER).toNanos());
        return new PathOptions(values.get(Options.SOURCE).isPublisher(), values.get(Options.OVERRIDE_PUBLISHER),
                values.get(Options.MAX_READERS), hold, demand);
    }
}
