package io.holdover.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.holdover.media.AccessUnit;
import io.holdover.media.Dumper;
import io.holdover.media.Track;
import io.holdover.media.mpegts.TsDemuxer;
import io.holdover.stream.ingest.TsIngest;

/**
 * The whole way of a real sample: published datagram by datagram at the pace of its own clock, read by one reader from the first moment
 * on.
 */
final class SampleRiver {

    static final List<String> SAMPLES =
            List.of("h264-aac", "h265-aac", "h264-opus", "mpeg2-mp2", "mpeg4-mp3", "h264-slices", "mpeg1", "h264-refresh",
                    "h264-open-gop", "h264-interlaced", "ac3", "eac3", "dts", "latm", "s302m", "aac-44k", "mp3-mpeg2", "gst-h264-aac",
                    "gst-h265-opus",
                    "gst-ac3");
    private static final Path FOLDER = Path.of(System.getProperty("holdover.root", ".."), "media", "src", "test", "resources", "samples");

    final ManualLoop loop = new ManualLoop(1_000_000_000L);
    final FakeReader reader = new FakeReader("reader");
    final Demuxed input = new Demuxed();

    /** What a demuxer gave. */
    static final class Demuxed implements TsDemuxer.Output {
        final List<AccessUnit> units = new ArrayList<>();
        final Dumper dumper = new Dumper();
        final TsDemuxer demuxer = new TsDemuxer(this);

        Demuxed feed(byte[] bytes) {
            demuxer.consume(ByteBuffer.wrap(bytes));
            demuxer.endOfInput();
            return this;
        }

        @Override
        public void onTracks(List<Track> tracks) {
            dumper.onTracks(tracks);
        }

        @Override
        public void onAccessUnit(AccessUnit unit) {
            units.add(unit);
            dumper.onAccessUnit(unit);
        }

        @Override
        public void onPcr(long pcrTicks, boolean discontinuity) {
            // the packets themselves are looked at
        }
    }

    static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name + ".ts"));
    }

    SampleRiver flow(byte[] sample) {
        StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults()), StreamListener.NONE);
        StreamPath path = new StreamPath("live");
        PeerDescription who = new PeerDescription("srtConn", "p", "127.0.0.1:1", "");
        Publication publication = ((PublishOutcome.Admitted) registry.publish(new PublishRequest(path, who, (_, _) -> {
        }), loop.nowNs())).publication();
        TsIngest ingest = new TsIngest(publication);
        PacedSample.play(sample, sample.length, loop, ingest, () -> {
            if (reader.isWaiting()) {
                ReadOutcome outcome = registry.read(new ReadRequest(path, reader.who(), reader, 500, 8192), loop.nowNs());
                if (outcome instanceof ReadOutcome.Admitted) {
                    reader.on(outcome);
                    loop.batch(() -> {
                    });
                }
            }
        });
        loop.batch(() -> ingest.endOfInput(loop.nowNs()));
        loop.advanceMs(200);
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        input.feed(sample);
        return this;
    }
}
