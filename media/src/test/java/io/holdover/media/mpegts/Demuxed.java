package io.holdover.media.mpegts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.holdover.media.AccessUnit;
import io.holdover.media.Dumper;
import io.holdover.media.Track;

/** A demuxer with everything that came out of it. */
final class Demuxed implements TsDemuxer.Output {
    /** What encoders made under src/test/resources/samples. */
    static final List<String> SAMPLES = List.of("h264-aac", "h265-aac", "h264-opus", "mpeg2-mp2", "mpeg4-mp3", "h264-slices", "mpeg1",
            "h264-refresh", "h264-open-gop", "h264-interlaced", "ac3", "eac3", "dts", "latm", "s302m", "aac-44k", "mp3-mpeg2",
            "gst-h264-aac",
            "gst-h265-opus", "gst-ac3");

    record Pcr(long ticks, boolean discontinuity) {
    }

    final List<List<Track>> announcements = new ArrayList<>();
    final List<AccessUnit> units = new ArrayList<>();
    final List<Pcr> pcrs = new ArrayList<>();
    final Dumper dumper = new Dumper();
    final TsDemuxer demuxer = new TsDemuxer(this);

    static byte[] sample(String name) {
        try (InputStream in = Demuxed.class.getResourceAsStream("/samples/" + name + ".ts")) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Demuxed whole(byte[] stream) {
        Demuxed demuxed = new Demuxed().feed(stream);
        demuxed.demuxer.endOfInput();
        return demuxed;
    }

    Demuxed feed(byte[] bytes) {
        demuxer.consume(ByteBuffer.wrap(bytes));
        return this;
    }

    List<AccessUnit> unitsOf(int track) {
        return units.stream().filter(unit -> unit.track().id() == track).toList();
    }

    List<Track> tracks() {
        return announcements.getLast();
    }

    TsDemuxerCounters counters() {
        return demuxer.counters();
    }

    @Override
    public void onTracks(List<Track> tracks) {
        announcements.add(tracks);
        dumper.onTracks(tracks);
    }

    @Override
    public void onAccessUnit(AccessUnit unit) {
        units.add(unit);
        dumper.onAccessUnit(unit);
    }

    @Override
    public void onPcr(long pcrTicks, boolean discontinuity) {
        pcrs.add(new Pcr(pcrTicks, discontinuity));
    }
}
