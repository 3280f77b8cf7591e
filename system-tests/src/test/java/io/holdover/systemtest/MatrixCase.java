package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Verdict;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** One publisher, some readers, one clip: everything must arrive. */
record MatrixCase(PublisherKind publisher, ReaderKind reader, Content content, int megabits, Audience audience, int seconds) {

    enum Audience {
        ONE, SEVERAL, LATE, LEAVING, KILLED
    }

    /** In the second GOP. */
    private static final double LATE = 0.6;
    /** A machine that runs several cases at once keeps a client waiting for longer than the default of 120 ms. */
    private static final int LATENCY_MS = 500;
    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    void run(HoldoverProcess server) throws Exception {
        Clip clip = Clip.of(content, content == Content.AUDIO_ONLY ? 1 : megabits, seconds);
        String path = toString();
        Path folder = Files.createDirectories(Workplace.folder("received").resolve(path));
        List<Path> files = new ArrayList<>();
        boolean late = audience == Audience.LATE;
        try (Running tools = new Running();
                Publishing publishing = Publishing.start(publisher, clip,
                        server.url("publish:" + path, publisher.latency(LATENCY_MS)), late ? LATE : Publishing.AFTER_THE_START)) {
            server.awaitAvailable(path);
            switch (audience) {
                case ONE -> files.add(tools.addReader(reader, url(server, reader), folder));
                case LATE -> {
                    // When all before its time is on air.
                    RealTime.pass(Duration.ofMillis((long) (clip.seconds() * LATE * 1000)));
                    files.add(tools.addReader(reader, url(server, reader), folder));
                }
                case SEVERAL -> {
                    for (ReaderKind kind : ReaderKind.values()) {
                        files.add(tools.addReader(kind, url(server, kind), folder));
                    }
                }
                case LEAVING, KILLED -> {
                    files.add(tools.addReader(reader, url(server, reader), folder));
                    ToolProcess other =
                            tools.add(ReaderKind.SRT_LIVE_TRANSMIT.start(server.url("read:" + path), folder.resolve("other.ts")));
                    server.awaitReaders(path, 2);
                    publishing.goOn();
                    RealTime.pass(Duration.ofSeconds(1));
                    if (audience == Audience.KILLED) {
                        other.kill();
                    } else {
                        other.interrupt();
                    }
                }
            }
            server.awaitReaders(path, files.size());
            publishing.goOn();
            publishing.awaitExit(Duration.ofSeconds(seconds).plus(END_LIMIT));
            tools.awaitEnd(END_LIMIT);
        }
        for (Path file : files) {
            Verdict verdict = Verdict.ofWhole(content, clip.framesSentBy(publisher), file);
            // A reader joins at a random access point: at the newest one, or at the next when the client took seconds to start.
            if (content.hasVideo()) {
                List<Integer> keys = clip.keyPictures();
                assertThat(verdict.firstPicture()).as("first picture of %s", file).isIn(late ? keys.subList(1, 3) : keys.subList(0, 2));
            } else if (late) {
                assertThat(verdict.firstAudio()).as("first audio frame of %s", file).isPositive();
            }
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private String url(HoldoverProcess server, ReaderKind kind) {
        return server.url("read:" + this, kind.latency(LATENCY_MS));
    }

    /** Also the path's name. */
    @Override
    public String toString() {
        return String.join("-", publisher.name(), reader.name(), content.name(), megabits + "m", audience.name()).toLowerCase(Locale.ROOT);
    }
}
