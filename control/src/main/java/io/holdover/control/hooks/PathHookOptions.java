package io.holdover.control.hooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.holdover.control.config.PathPattern;
import io.holdover.stream.StreamPath;

/**
 * The hooks of one path.
 *
 * @param init {@code runOnInit}, while the path is configured
 * @param demand {@code runOnDemand} and {@code runOnUnDemand}, while somebody waits for the path or reads it
 * @param available {@code runOnAvailable} (or {@code runOnReady}) and {@code runOnUnavailable}, while the path can be read
 * @param online {@code runOnOnline} and {@code runOnOffline}, while a publisher is there
 * @param read {@code runOnRead} and {@code runOnUnread}, for each reader
 * @param groups what the groups of the path's regular expression matched, without the whole match; empty if it has none
 */
public record PathHookOptions(HookLine init, HookPair demand, HookPair available, HookPair online, HookPair read, List<String> groups) {

    /** No hooks. */
    public static final PathHookOptions NONE =
            new PathHookOptions(HookLine.NONE, HookPair.NONE, HookPair.NONE, HookPair.NONE, HookPair.NONE, List.of());

    public PathHookOptions {
        groups = List.copyOf(groups);
    }

    /** What the groups of a pattern match in the name of a path; "" for one that takes no part, nothing if the pattern has no groups. */
    public static List<String> groupsOf(PathPattern pattern, StreamPath path) {
        return switch (pattern) {
            case PathPattern.Regex regex -> groupsOf(regex.pattern(), path);
            case PathPattern.Exact _,PathPattern.Others _ -> List.of();
        };
    }

    private static List<String> groupsOf(Pattern pattern, StreamPath path) {
        List<String> groups = new ArrayList<>();
        try {
            Matcher matcher = pattern.matcher(new PathPattern.LimitedText(path.name(), new AtomicInteger(PathPattern.LIMIT_READS)));
            if (matcher.find()) {
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    groups.add(Objects.requireNonNullElse(matcher.group(i), ""));
                }
            }
        } catch (PathPattern.EndlessSearchException _) {
            groups.clear();
        }
        return groups;
    }
}
