package io.holdover.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.mpegts.TsDemuxer;
import io.holdover.media.mpegts.TsMuxer;
import io.holdover.media.mpegts.TsPacketTarget;

/** Audio frames of one track, one after the other without a gap, as the server would send them. */
final class Broadcast {
    private static final long LEAD_TICKS = 63_000;
    private static final int UNITS_PER_TABLES = 10;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<Integer> durations = new ArrayList<>();
    private long samples;

    /** The units of the only track of a transport stream. */
    static List<AccessUnit> units(Path file) {
        List<AccessUnit> units = new ArrayList<>();
        TsDemuxer demuxer = new TsDemuxer(new TsDemuxer.Output() {
            @Override
            public void onTracks(List<Track> tracks) {
                // Each unit names its track.
            }

            @Override
            public void onAccessUnit(AccessUnit unit) {
                units.add(unit);
            }

            @Override
            public void onPcr(long pcrTicks, boolean discontinuity) {
                // Frames are counted in samples.
            }
        });
        try {
            demuxer.consume(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        demuxer.endOfInput();
        return units;
    }

    /** Appends a frame. */
    void add(byte[] frame, int durationSamples) {
        frames.add(frame);
        durations.add(durationSamples);
        samples += durationSamples;
    }

    /** Of all frames. */
    long samples() {
        return samples;
    }

    /** Writes everything into a transport stream with this track alone. */
    void writeTo(Path file, Track track) {
        int rateHz = ((AudioFormat) track.format()).sampleRateHz();
        Packets packets = new Packets();
        TsMuxer muxer = new TsMuxer(packets);
        muxer.setLeadTicks(LEAD_TICKS);
        muxer.setTracks(List.of(track));
        long at = rateHz;
        for (int index = 0; index < frames.size(); index++) {
            if (index % UNITS_PER_TABLES == 0) {
                muxer.writeTables();
            }
            long ptsTicks = at * Timebase.TICKS_PER_SECOND / rateHz;
            muxer.write(AccessUnit.audio(track, ptsTicks, durations.get(index), false, frames.get(index)), at * 1_000_000_000L / rateHz);
            at += durations.get(index);
        }
        if (muxer.ignoredUnits() + muxer.lateUnits() != 0) {
            throw new IllegalStateException("the muxer could not take every frame of " + track);
        }
        try {
            Files.write(file, packets.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Packets implements TsPacketTarget {
        private static final int PACKET_BYTES = 188;
        private byte[] bytes = new byte[PACKET_BYTES * 1024];
        private int length;

        @Override
        public int claim() {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
            length += PACKET_BYTES;
            return length - PACKET_BYTES;
        }

        @Override
        public byte[] array() {
            return bytes;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
