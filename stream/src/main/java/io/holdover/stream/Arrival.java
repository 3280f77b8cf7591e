package io.holdover.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.hold.Hold;
import io.holdover.stream.timeline.Timeline;
import io.holdover.stream.timeline.TrackLayout;

/**
 * A publication whose units wait for the point at which the stream can go on with them: its first picture with which a decoder can begin,
 * and the sound and the data from there on. Bounded in time and bytes; what is before that point goes first, but for announcements.
 * Stream thread only.
 */
final class Arrival {

    /** After this long, sound goes on alone, and pictures that only recover gradually will do. */
    static final long PATIENCE_NS = Hold.PATIENCE_NS;

    /** So long the first picture waits for its sound. */
    static final long SOUND_PATIENCE_NS = 1_000_000_000L;

    /** A second of 100 Mbit/s, twice. */
    static final long LIMIT_BYTES = 32L * 1024 * 1024;
    static final int LIMIT_UNITS = 4096;

    private static final long NEVER_NS = Long.MAX_VALUE;

    // For life
    private final Publication publication;
    private long sinceNs;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    // What has come
    private final Map<Integer, Waiting> newest = new HashMap<>();
    private TrackLayout layout;
    private long bytes;
    private boolean heard;
    private boolean dataAlone;
    private long leastLatenessTicks = Long.MAX_VALUE;
    private @Nullable AccessUnit picture;
    private long pictureNs;
    private long soundNs = NEVER_NS;
    private boolean soundGivenUp;

    /** A unit and when it came. */
    record Waiting(AccessUnit unit, long arrivalNs) {
    }

    Arrival(Publication publication, List<Track> ofStream, long nowNs) {
        this.publication = publication;
        this.sinceNs = nowNs;
        this.layout = TrackLayout.continuing(ofStream, publication.tracks());
        this.dataAlone = isDataAlone(ofStream);
    }

    private static boolean isDataAlone(List<Track> tracks) {
        return !tracks.isEmpty() && tracks.stream().allMatch(track -> track.kind() == MediaKind.DATA);
    }

    Publication publication() {
        return publication;
    }

    /** Its tracks, or those of the stream, are others now. */
    void onTracks(List<Track> ofStream) {
        newest.keySet().removeIf(id -> publication.tracks().stream().noneMatch(track -> track.id() == id));
        layout = TrackLayout.continuing(ofStream, publication.tracks());
        dataAlone = isDataAlone(ofStream);
        if (picture != null && layout.continuedBy(picture.track()) == null) {
            beginAnew();
        }
    }

    /** What it announced last. */
    List<Track> tracks() {
        return publication.tracks();
    }

    /** Which tracks of the stream its own go on with. */
    TrackLayout layout() {
        return layout;
    }

    void onUnit(AccessUnit unit, long nowNs) {
        boolean isData = unit.track().kind() == MediaKind.DATA && !dataAlone;
        heard |= !isData;
        if (layout.continuedBy(unit.track()) == null) {
            return;
        }
        Waiting arrived = new Waiting(unit, nowNs);
        if (!isData && !isWanted(arrived)) {
            return;
        }
        waiting.addLast(arrived);
        bytes += unit.payload().length;
        if (waiting.size() > LIMIT_UNITS || bytes > LIMIT_BYTES) {
            if (picture != null) {
                beginAnew();
            } else {
                drop();
            }
        }
    }

    /** Notes sound or a picture; false if it comes before a picture to begin with. */
    private boolean isWanted(Waiting arrived) {
        AccessUnit unit = arrived.unit();
        long nowNs = arrived.arrivalNs();
        Waiting former = newest.put(unit.track().id(), arrived);
        long latenessTicks = Timebase.ticksFromNs(nowNs) - unit.dtsTicks();
        if (former == null ? isOfAnotherTime(latenessTicks)
                : Timeline.isJump(former.unit().dtsTicks(), former.arrivalNs(), unit.dtsTicks(), nowNs)) {
            beginAnew(); // what waits is of another time; each track jumps for itself, so the last one decides
            leastLatenessTicks = Long.MAX_VALUE;
        }
        leastLatenessTicks = Math.min(leastLatenessTicks, latenessTicks);
        soundNs = unit.track().kind() == MediaKind.AUDIO ? Math.min(soundNs, nowNs) : soundNs;
        if (unit.track().kind() == MediaKind.VIDEO && picture == null) {
            if (!begins(unit, nowNs)) {
                return false;
            }
            picture = unit;
            pictureNs = nowNs;
            dropBefore(unit.dtsTicks());
        }
        return true;
    }

    private boolean isOfAnotherTime(long latenessTicks) {
        return leastLatenessTicks != Long.MAX_VALUE && Math.abs(latenessTicks - leastLatenessTicks) > Timeline.FAR_TICKS;
    }

    private void dropBefore(long ticks) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext();) {
            AccessUnit unit = each.next().unit();
            if (isPassed(unit, ticks)) {
                bytes -= unit.payload().length;
                each.remove();
            }
        }
    }

    /** Whether a unit is of no use to a stream that goes on from that time of the arrival. */
    static boolean isPassed(AccessUnit unit, long fromTicks) {
        return unit.dtsTicks() < fromTicks && !Timeline.announces(unit.track());
    }

    /** With the next picture to begin with. */
    private void beginAnew() {
        picture = null;
        waiting.clear();
        bytes = 0;
    }

    private boolean begins(AccessUnit unit, long nowNs) {
        return !unit.damaged() && (unit.randomAccess() == RandomAccess.EXACT
                || (unit.randomAccess() == RandomAccess.GRADUAL && nowNs - sinceNs >= PATIENCE_NS));
    }

    private void drop() {
        bytes -= waiting.removeFirst().unit().payload().length;
    }

    /** Pictures go on without sound, but with the next one to begin with. */
    void giveSoundUp(long nowNs) {
        soundGivenUp = true;
        sinceNs = nowNs;
        beginAnew();
    }

    boolean hasGivenSoundUp() {
        return soundGivenUp;
    }

    /** Whether the stream has neither sound nor pictures. */
    boolean isDataAlone() {
        return dataAlone;
    }

    /** Whether some sound has been there for so long that the sound before it is not to come. */
    boolean isOtherSoundOverdue(long nowNs) {
        return nowNs - SOUND_PATIENCE_NS >= soundNs;
    }

    /** When its units began to wait. */
    long sinceNs() {
        return sinceNs;
    }

    /** Whether any sound or picture came, of whatever codec. */
    boolean isHeard() {
        return heard;
    }

    /** Whether none of what it announced has a place in the stream. */
    boolean hasNothingToContinue() {
        return !tracks().isEmpty()
                && tracks().stream().noneMatch(track -> (dataAlone || track.kind() != MediaKind.DATA) && layout.continuedBy(track) != null);
    }

    /** Its first picture to go on with. */
    @Nullable
    AccessUnit picture() {
        return picture;
    }

    /** Whether the wait for such a picture is over. */
    boolean isOutOfPatience(long nowNs) {
        return nowNs - sinceNs >= PATIENCE_NS;
    }

    /** Whether the picture has waited long enough for its sound. */
    boolean isSoundOverdue(long nowNs) {
        return picture != null && (soundGivenUp || nowNs - pictureNs >= SOUND_PATIENCE_NS);
    }

    /** Arrival minus time of the unit that came earliest, relative to its time. */
    long leastLatenessTicks() {
        return leastLatenessTicks;
    }

    /** The first waiting unit of that track from a time on. */
    @Nullable
    AccessUnit first(Track track, long fromTicks) {
        for (Waiting candidate : waiting) {
            AccessUnit unit = candidate.unit();
            if (unit.track().id() == track.id() && unit.dtsTicks() >= fromTicks) {
                return unit;
            }
        }
        return null;
    }

    /** The time of the newest waiting unit of that track. */
    long newestTicks(Track track) {
        long newest = Long.MIN_VALUE;
        for (Waiting candidate : waiting) {
            AccessUnit unit = candidate.unit();
            if (unit.track().id() == track.id()) {
                newest = Math.max(newest, unit.dtsTicks());
            }
        }
        return newest;
    }

    /** Takes the oldest waiting unit; null if there is none. */
    @Nullable
    Waiting poll() {
        Waiting next = waiting.pollFirst();
        if (next != null) {
            bytes -= next.unit().payload().length;
        }
        return next;
    }

    /** When it wants to be looked at again though nothing comes. */
    long nextDeadlineNs() {
        return picture == null ? sinceNs + PATIENCE_NS : pictureNs + SOUND_PATIENCE_NS;
    }
}
