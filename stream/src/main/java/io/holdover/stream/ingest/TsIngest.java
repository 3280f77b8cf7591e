package io.holdover.stream.ingest;

import java.nio.ByteBuffer;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.media.mpegts.TsDemuxer;
import io.holdover.media.mpegts.TsDemuxerCounters;
import io.holdover.stream.Publication;

/** The bytes of a transport stream as they arrive, made into the units of a {@link Publication}. Stream thread only. */
public final class TsIngest {

    // For life
    private final Publication publication;
    private final TsDemuxer demuxer = new TsDemuxer(new DemuxerOutput());

    // Of this burst
    private long arrivalNs = Long.MIN_VALUE;

    /** Feeds that publication. */
    public TsIngest(Publication publication) {
        this.publication = publication;
    }

    /**
     * Takes all remaining bytes of one arrival.
     *
     * @param nowNs when they arrived, or when their sender meant them to; must not go back
     */
    public void consume(ByteBuffer bytes, long nowNs) {
        arrivalNs = Math.max(arrivalNs, nowNs);
        publication.onBytes(bytes.remaining(), nowNs);
        demuxer.consume(bytes);
        publication.endOfBurst(arrivalNs);
    }

    /** The transport lost something before the next bytes. */
    public void onGap() {
        demuxer.onGap();
    }

    /** Nothing more comes: what is pending goes on, if it is of any use. The publication stays open. */
    public void endOfInput(long nowNs) {
        if (publication.endsAtWholeUnits()) {
            return;
        }
        arrivalNs = Math.max(arrivalNs, nowNs);
        demuxer.endOfInput();
        publication.endOfBurst(arrivalNs);
    }

    /** What the container has shown so far. */
    public TsDemuxerCounters counters() {
        return demuxer.counters();
    }

    private final class DemuxerOutput implements TsDemuxer.Output {

        @Override
        public void onTracks(List<Track> tracks) {
            publication.onTracks(tracks);
        }

        @Override
        public void onAccessUnit(AccessUnit unit) {
            publication.onUnit(unit, arrivalNs);
        }

        @Override
        public void onPcr(long pcrTicks, boolean discontinuity) {
            publication.onPcr(pcrTicks, discontinuity, arrivalNs);
        }
    }
}
