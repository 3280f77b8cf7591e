package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Verdict;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.LibsrtException;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** Publishers that die and return, readers that hang, and the server's own end. */
class LifetimeSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** Below the 5 s after which libsrt misses a peer that said nothing. */
    private static final Duration GOODBYE = Duration.ofSeconds(4);
    /** A publisher that has been silent for so long may be replaced by anyone. */
    private static final Duration SILENCE = Duration.ofMillis(2500);
    private static final String NO_OVERRIDE = "pathDefaults:\n  overridePublisher: no\npaths:\n  all_others:\n";

    @Test
    void killedPublisherIsNotRefusedWhenItReturns() throws Exception {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        try (HoldoverProcess server = HoldoverProcess.open(NO_OVERRIDE); Running tools = new Running()) {
            try (Publishing first = Publishing.start(PublisherKind.FFMPEG, clip, server.url("publish:returning"))) {
                server.awaitLog("is available and online");
                first.tool().kill();
            }
            // The time that the rule names, not a wait for something to happen.
            RealTime.pass(SILENCE);
            try (Publishing second =
                    Publishing.start(PublisherKind.FFMPEG, clip, server.url("publish:returning"), Publishing.AFTER_THE_START)) {
                Awaitility.await().atMost(LIMIT)
                        .until(() -> server.log().stream().filter(line -> line.contains("is available and online")).count() == 2);
                Path file =
                        tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, server.url("read:returning"), Workplace.folder("received/returning"));
                server.awaitReaders("returning", 1);
                second.goOn();
                second.awaitExit(LIMIT);
                tools.awaitEnd(LIMIT);
                Verdict.ofWhole(clip.content(), clip.frames(), file);
            }
        }
    }

    @Test
    void publisherTakesOverAtOnceWhereItMay() {
        try (HoldoverProcess server = HoldoverProcess.open(); LibsrtPeer first = caller(server, "publish:taken").connect()) {
            server.awaitLog("is publishing to path 'taken'");
            try (LibsrtPeer second = caller(server, "publish:taken").connect()) {
                Awaitility.await().atMost(LIMIT).until(() -> !first.isConnected());
                assertThat(second.isConnected()).isTrue();
            }
        }
    }

    @Test
    void readersEndWhenThePublisherEnds() {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        try (HoldoverProcess server = HoldoverProcess.open();
                Publishing publisher =
                        Publishing.start(PublisherKind.FFMPEG, clip, server.url("publish:ending"), Publishing.AFTER_THE_START)) {
            server.awaitAvailable("ending");
            try (LibsrtPeer reader = caller(server, "read:ending").connect()) {
                publisher.goOn();
                publisher.awaitExit(LIMIT);
                long endedNs = System.nanoTime();
                Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> !reader.isConnected());
                assertThat(Duration.ofNanos(System.nanoTime() - endedNs)).isLessThan(GOODBYE);
            }
            server.awaitLog("[path ending]", "not available anymore");
        }
    }

    @Test
    void serverSaysGoodbyeToEverybodyOnSigterm() {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        HoldoverProcess server = HoldoverProcess.open();
        try (server;
                Publishing publisher =
                        Publishing.start(PublisherKind.FFMPEG, clip, server.url("publish:stopping"), Publishing.AFTER_THE_START)) {
            server.awaitLog("is available and online");
            try (LibsrtPeer reader = caller(server, "read:stopping").connect()) {
                publisher.goOn();
                assertThat(reader.receive()).isNotNull();
                server.terminate();
                assertThat(server.awaitExit(LIMIT)).as("exit code after SIGTERM").isIn(0, 143);
                Awaitility.await().atMost(GOODBYE).until(() -> !reader.isConnected());
            }
            assertThat(publisher.awaitExit(LIMIT)).as("ffmpeg notices").isNotZero();
        }
    }

    @Test
    void hangingReaderDoesNotHurtOthers() throws Exception {
        Clip clip = Clip.of(Content.H264_AAC, 8, 5);
        Path folder = Workplace.folder("received/hanging");
        try (HoldoverProcess server = HoldoverProcess.open();
                Running tools = new Running();
                Publishing publisher = Publishing.start(PublisherKind.SRT_LIVE_TRANSMIT, clip, server.url("publish:hanging"),
                        Publishing.AFTER_THE_START)) {
            server.awaitAvailable("hanging");
            Path file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, server.url("read:hanging"), folder);
            try (ToolProcess hanging = ReaderKind.SRT_LIVE_TRANSMIT.start(server.url("read:hanging"), folder.resolve("hanging.ts"))) {
                server.awaitReaders("hanging", 2);
                publisher.goOn();
                Awaitility.await().atMost(LIMIT).until(() -> Files.size(folder.resolve("hanging.ts")) > 0);
                hanging.pause();
                publisher.awaitExit(LIMIT);
                tools.awaitEnd(LIMIT);
            }
            Verdict.ofWhole(clip.content(), clip.frames(), file);
        }
    }

    @Test
    void publisherThatSendsNothingIsClosedAfterTheReadTimeout() {
        try (HoldoverProcess server = HoldoverProcess.open("readTimeout: 2s\npaths:\n  all_others:\n");
                LibsrtPeer publisher = caller(server, "publish:silent").connect()) {
            server.awaitLog("is publishing to path 'silent'");
            server.awaitLog("closed", "no data came for 2000 ms");
            Awaitility.await().atMost(LIMIT).until(() -> !publisher.isConnected());
        }
    }

    @Test
    void publisherThatHangsIsClosedAfterTheReadTimeout() {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        try (HoldoverProcess server = HoldoverProcess.open("readTimeout: 2s\npaths:\n  all_others:\n");
                Publishing publisher = Publishing.start(PublisherKind.FFMPEG, clip, server.url("publish:hung"))) {
            server.awaitLog("is available and online");
            publisher.tool().pause();
            server.awaitLog("[path hung]", "not available anymore");
            publisher.tool().resume();
        }
    }

    static LibsrtPeer.Call caller(HoldoverProcess server, String streamId) throws LibsrtException {
        return LibsrtPeer.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())).streamId(streamId);
    }
}
