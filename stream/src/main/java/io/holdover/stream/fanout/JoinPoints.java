package io.holdover.stream.fanout;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;

/**
 * Tells at which units of a stream a reader may begin: at the random access points of the first video track, or without video at any unit
 * of
 * the first audio track. Points from which the picture only recovers gradually count when the stream has no others. Stream thread only.
 */
public final class JoinPoints {

    /** So many gradual points without an exact one between them show that there are no exact ones, or just one at the start. */
    private static final int GRADUAL_PROOF = 2;

    // Until the tracks change
    private int trackId = -1;
    private @Nullable MediaKind kind;

    // Per unit
    private boolean seenExact;
    private int gradualSinceExact;
    private boolean started;
    private long lastNs;

    /** The tracks from here on. */
    public void onTracks(List<Track> tracks) {
        Track decisive = null;
        for (Track track : tracks) {
            if (decisive == null || track.kind().ordinal() < decisive.kind().ordinal()) { // VIDEO, AUDIO, DATA
                decisive = track;
            }
        }
        trackId = decisive == null ? -1 : decisive.id();
        kind = decisive == null ? null : decisive.kind();
    }

    /** Whether a reader may begin at this unit, the next in order. */
    public boolean isJoinPoint(AccessUnit unit, long nowNs) {
        if (!started) {
            started = true;
            lastNs = nowNs;
        }
        if (unit.track().id() != trackId) {
            return false;
        }
        boolean joinable = kind == MediaKind.VIDEO ? isJoinable(unit.randomAccess()) : true;
        if (joinable) {
            lastNs = nowNs;
        }
        return joinable;
    }

    /** Whether the stream has shown no join point for longer than a reader should wait. */
    public boolean areOverdue(long nowNs) {
        return started && nowNs - lastNs >= JoinRule.PATIENCE_NS;
    }

    private boolean isJoinable(RandomAccess randomAccess) {
        return switch (randomAccess) {
            case NONE -> false;
            case EXACT -> {
                seenExact = true;
                gradualSinceExact = 0;
                yield true;
            }
            case GRADUAL -> {
                gradualSinceExact++;
                yield !seenExact || gradualSinceExact >= GRADUAL_PROOF;
            }
        };
    }
}
