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
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Verdict;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.ToolProcess;

/** One publisher, some readers, one clip: everything must arrive. */
record MatrixCase(PublisherKind publisher, ReaderKind reader, Content content, int megabits, Audience audience, int seconds) {

    enum Audience {
        ONE, SEVERAL, LATE, LEAVING, KILLED
    }

    private static final Duration END_LIMIT = Duration.ofSeconds(15);

    void run(HoldoverProcess server) throws Exception {
        Clip clip = Clip.of(content, content == Content.AUDIO_ONLY ? 1 : megabits, seconds);
        String path = toString();
        Path folder = Files.createDirectories(Workplace.folder("received").resolve(path));
        List<Path> files = new ArrayList<>();
        try (Running readers = new Running()) {
            ToolProcess published = readers.add(publisher.start(clip, server.url("publish:" + path)));
            server.awaitLog("is publishing to path '" + path + "'");
            switch (audience) {
                case ONE -> files.add(readers.addReader(reader, server.url("read:" + path), folder));
                case SEVERAL -> {
                    for (ReaderKind kind : ReaderKind.values()) {
                        files.add(readers.addReader(kind, server.url("read:" + path), folder));
                    }
                }
                case LATE -> {
                    Thread.sleep(2300);
                    files.add(readers.addReader(reader, server.url("read:" + path), folder));
                }
                case LEAVING, KILLED -> {
                    files.add(readers.addReader(reader, server.url("read:" + path), folder));
                    try (ToolProcess other = ReaderKind.SRT_LIVE_TRANSMIT.start(server.url("read:" + path), folder.resolve("other.ts"))) {
                        Thread.sleep(1500);
                        if (audience == Audience.KILLED) {
                            other.kill();
                        } else {
                            other.interrupt();
                        }
                        other.awaitExit(END_LIMIT);
                    }
                }
            }
            published.awaitExit(Duration.ofSeconds(seconds).plus(END_LIMIT));
            readers.awaitEnd(END_LIMIT);
        }
        for (Path file : files) {
            Verdict verdict = Verdict.ofWhole(content, clip.framesSentBy(publisher), file);
            // A reader joins at a random access point; those that came at once have the first unless the machine kept them for seconds.
            assertThat(verdict.firstPicture() % Clip.GOP_PICTURES).as("first picture of %s", file).isZero();
            assertThat(verdict.firstPicture()).as("first picture of %s", file)
                    .isLessThanOrEqualTo(audience == Audience.LATE ? 3 * Clip.GOP_PICTURES : Clip.GOP_PICTURES);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Also the path's name. */
    @Override
    public String toString() {
        return String.join("-", publisher.name(), reader.name(), content.name(), megabits + "m", audience.name()).toLowerCase(Locale.ROOT);
    }
}
