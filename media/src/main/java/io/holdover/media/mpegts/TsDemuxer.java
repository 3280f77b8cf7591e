package io.holdover.media.mpegts;

import java.nio.ByteBuffer;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;

/**
 * Bytes of a transport stream in any arrival pattern in, tracks and access units out; survives anything. One thread at a time.
 */
public final class TsDemuxer {
    /** Where results go, on the thread that calls {@link #consume}. */
    public interface Output {
        /**
         * The tracks of the program, each time one of them is added, removed or replaced by a new object of the same id; comes before the first unit
         * that carries the new object. The first call follows the first PMT.
         */
        void onTracks(List<Track> tracks);

        /** A unit as early as it is known to be complete, in the order of completion. */
        void onAccessUnit(AccessUnit unit);

        /**
         * A program clock reference.
         *
         * @param pcrTicks 90 kHz, unwrapped with the same reference as every DTS
         * @param discontinuity {@code discontinuity_indicator}: the clock jumped here, and it is meant
         */
        void onPcr(long pcrTicks, boolean discontinuity);
    }

    private final Output out;

    public TsDemuxer(Output out) {
        this.out = out;
    }

    /** Takes all remaining bytes: any number, any alignment, packets of 188, 192 or 204 bytes. */
    public void consume(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    /** The transport lost something here. A hint only: continuity counters find it too. */
    public void onGap() {
    }

    /** Delivers what is pending. Input may go on afterwards as if after a gap. */
    public void endOfInput() {
    }

    public TsDemuxerCounters counters() {
        return new TsDemuxerCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, out == null ? 1 : 0);
    }
}
