package io.holdover.systemtest;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.holdover.systemtest.MatrixCase.Audience;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.Pairwise;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.ReaderKind;

/** Debian's ffmpeg, GStreamer and srt-live-transmit as publishers and readers, with every kind of content, at three rates. */
@Timeout(240) // where the clips have to be made first
class ClientsSystemTest {

    private static final List<Integer> MEGABITS = List.of(1, 8, 50);
    /** Two GOPs and a half. */
    private static final int SHORT_SECONDS = 5;
    private static final int LONG_SECONDS = 30;
    /** Any; it decides which cases stand for all. */
    private static final long SEED = 3;

    private static HoldoverProcess server;

    @BeforeAll
    static void start() {
        server = HoldoverProcess.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<MatrixCase> everyPair() {
        List<MatrixCase> cases = new ArrayList<>();
        for (int[] row : Pairwise.rows(SEED, PublisherKind.values().length, ReaderKind.values().length, Content.values().length,
                MEGABITS.size(),
                Audience.values().length)) {
            cases.add(new MatrixCase(PublisherKind.values()[row[0]], ReaderKind.values()[row[1]], Content.values()[row[2]],
                    MEGABITS.get(row[3]),
                    Audience.values()[row[4]], SHORT_SECONDS));
        }
        return cases;
    }

    static List<MatrixCase> everything() {
        List<MatrixCase> cases = new ArrayList<>();
        for (PublisherKind publisher : PublisherKind.values()) {
            for (ReaderKind reader : ReaderKind.values()) {
                for (Content content : Content.values()) {
                    for (int megabits : content == Content.AUDIO_ONLY ? List.of(1) : MEGABITS) {
                        for (Audience audience : Audience.values()) {
                            cases.add(new MatrixCase(publisher, reader, content, megabits, audience, SHORT_SECONDS));
                        }
                    }
                }
            }
        }
        for (PublisherKind publisher : PublisherKind.values()) {
            for (Content content : Content.values()) {
                cases.add(new MatrixCase(publisher, ReaderKind.SRT_LIVE_TRANSMIT, content, 8, Audience.SEVERAL, LONG_SECONDS));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyPair(MatrixCase matrixCase) throws Exception {
        matrixCase.run(server);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Tag("slow")
    void everything(MatrixCase matrixCase) throws Exception {
        matrixCase.run(server);
    }
}
