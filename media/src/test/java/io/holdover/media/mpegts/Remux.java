package io.holdover.media.mpegts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;

/** Demuxes a transport stream and muxes what comes out, datagram by datagram, as a server does. */
final class Remux implements TsDemuxer.Output {
    private static final int DATAGRAM_BYTES = 1316;
    private static final long LEAD_TICKS = 63_000;

    final List<AccessUnit> units = new ArrayList<>();
    final Collector out = new Collector();
    final TsMuxer muxer = new TsMuxer(out);
    private final List<AccessUnit> bundle = new ArrayList<>();
    private long nowNs;
    List<Track> tracks = List.of();

    private Remux() {
        muxer.setLeadTicks(LEAD_TICKS);
    }

    static Remux of(byte[] input) {
        Remux remux = new Remux();
        TsDemuxer demuxer = new TsDemuxer(remux);
        for (int offset = 0; offset < input.length; offset += DATAGRAM_BYTES) {
            remux.nowNs += 1_000_000;
            demuxer.consume(ByteBuffer.wrap(input, offset, Math.min(DATAGRAM_BYTES, input.length - offset)));
            remux.writeBundle();
        }
        demuxer.endOfInput();
        remux.writeBundle();
        return remux;
    }

    @Override
    public void onTracks(List<Track> newTracks) {
        writeBundle();
        tracks = newTracks;
        muxer.setTracks(newTracks);
        muxer.writeTables();
    }

    @Override
    public void onAccessUnit(AccessUnit unit) {
        units.add(unit);
        if (unit.track().kind() != MediaKind.AUDIO || (!bundle.isEmpty() && bundle.getFirst().track() != unit.track())) {
            writeBundle();
        }
        bundle.add(unit);
        if (unit.track().kind() != MediaKind.AUDIO) {
            if (unit.randomAccess() != RandomAccess.NONE) {
                muxer.writeTables();
            }
            writeBundle();
        }
    }

    @Override
    public void onPcr(long pcrTicks, boolean discontinuity) {
        // the clock of the output is the muxer's own
    }

    private void writeBundle() {
        muxer.write(bundle.toArray(AccessUnit[]::new), bundle.size(), nowNs);
        bundle.clear();
    }
}
