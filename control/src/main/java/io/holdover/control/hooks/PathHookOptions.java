package io.holdover.control.hooks;

import java.util.List;

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
}
