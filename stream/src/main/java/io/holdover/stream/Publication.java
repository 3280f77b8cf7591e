package io.holdover.stream;

import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.stream.timeline.ClockLead;

/**
 * One publisher's uninterrupted contribution to a {@link LiveStream}. Its owner feeds it in the order of arrival and ends it. Stream thread
 * only; whatever comes after the end is ignored.
 */
public final class Publication {

    /** A publication that has been silent for this long may be replaced by anybody. */
    public static final long REPLACEABLE_AFTER_NS = 1_000_000_000L;

    // For life
    private final PeerDescription who;
    private final PublisherPort port;
    private final ForeignCalls calls;
    private final long admittedNs;
    private final ClockLead lead = new ClockLead();

    // State
    private LiveStream stream;
    private boolean ended;
    private long lastHeardNs;
    private List<Track> tracks = List.of();

    // Counters
    private long receivedBytes;
    private long units;
    private long damagedUnits;

    Publication(LiveStream stream, PeerDescription who, PublisherPort port, ForeignCalls calls, long nowNs) {
        this.stream = stream;
        this.who = who;
        this.port = port;
        this.calls = calls;
        this.admittedNs = nowNs;
        this.lastHeardNs = nowNs;
    }

    /** The path it goes to. */
    public StreamPath path() {
        return stream.path();
    }

    /** Who publishes. */
    public PeerDescription who() {
        return who;
    }

    /** Container bytes have come; also what shows that the publisher is alive. */
    public void onBytes(int count, long nowNs) {
        receivedBytes += count;
        stream.received(count);
        lastHeardNs = nowNs;
    }

    /** The tracks from the next unit on, each time that anything about them changes. */
    public void onTracks(List<Track> announced) {
        if (!ended) {
            tracks = List.copyOf(announced);
            stream.onTracks(this, lastHeardNs);
        }
    }

    /** What it announced last; empty before. */
    List<Track> tracks() {
        return tracks;
    }

    /**
     * A unit at the publisher's own time.
     *
     * @param arrivalNs the same for all that arrived together; never less than before
     */
    public void onUnit(AccessUnit unit, long arrivalNs) {
        if (!ended) {
            units++;
            if (unit.damaged()) {
                damagedUnits++;
                stream.receivedDamaged();
            }
            lead.onArrived(unit);
            stream.onUnit(this, unit, arrivalNs);
        }
    }

    /** The publisher's program clock, where its container has one. */
    public void onPcr(long pcrTicks, boolean discontinuity, long arrivalNs) {
        if (!ended) {
            if (discontinuity) {
                stream.onTimeDiscontinuity(this, arrivalNs);
            }
            lead.onPcr(pcrTicks);
        }
    }

    /** What arrived together is complete: it goes on to the readers. */
    public void endOfBurst(long nowNs) {
        if (!ended) {
            stream.endOfBurst(nowNs);
        }
    }

    /**
     * Whether what its container has not finished is to be thrown away at its end: half a picture must not be what a stream that goes on
     * shows last.
     */
    public boolean endsAtWholeUnits() {
        return stream.persists();
    }

    /** The publisher is gone; the stream ends with it, or is held. Harmless when it has ended already. */
    public void end(EndReason reason, long nowNs) {
        if (!ended) {
            ended = true;
            stream.onPublicationEnded(this, reason, nowNs);
        }
    }

    /** True until it ends, whoever ends it. */
    public boolean isOpen() {
        return !ended;
    }

    /** Whether nothing has been heard for so long that anybody may replace it. */
    public boolean isSilent(long nowNs) {
        return nowNs - port.lastHeardNs(lastHeardNs) >= REPLACEABLE_AFTER_NS;
    }

    ClockLead lead() {
        return lead;
    }

    /** Another stream is what it goes to from here on. */
    void moveTo(LiveStream next) {
        stream = next;
    }

    /** A unit that came when it was not known yet where it goes. */
    void replay(AccessUnit unit, long arrivalNs) {
        if (!ended) {
            stream.onUnit(this, unit, arrivalNs);
        }
    }

    /** Ends it from the stream's side and tells its owner. */
    void revoke(EndReason reason, long nowNs) {
        if (!ended) {
            ended = true;
            calls.make(() -> port.onPublicationEnded(reason, nowNs));
        }
    }

    PublicationSnapshot snapshot(long droppedUnits, long splices) {
        return new PublicationSnapshot(who, admittedNs, receivedBytes, units, damagedUnits, droppedUnits, splices);
    }
}
