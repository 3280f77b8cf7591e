package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Verdict;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;

/** Encrypted paths, and what a client that may not come in is told. */
class RefusalSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String PUBLISH_PASSPHRASE = "publish-with-this";
    private static final String READ_PASSPHRASE = "read-with-that-one";
    // libsrt's srt_reject_reason and access_control.h
    private static final int BADSECRET = 10;
    private static final int UNSECURE = 11;
    private static final int NOT_FOUND = 1404;
    private static final int BAD_MODE = 1405;
    private static final int CONFLICT = 1409;

    private static HoldoverProcess server;

    @BeforeAll
    static void start() {
        server = HoldoverProcess.open("""
                paths:
                  single:
                    overridePublisher: no
                  "~^secret-.*":
                    srtPublishPassphrase: %s
                    srtReadPassphrase: %s
                  "~^open-.*":
                """.formatted(PUBLISH_PASSPHRASE, READ_PASSPHRASE));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void everyKeyLengthWorksForPublisherAndReader(int keyLengthBytes) {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        String path = "secret-" + keyLengthBytes;
        Path folder = Workplace.folder("received/" + path);
        try (Running tools = new Running();
                Publishing publishing = Publishing.start(PublisherKind.FFMPEG, clip,
                        server.url("publish:" + path, secret(PUBLISH_PASSPHRASE, keyLengthBytes)), Publishing.AFTER_THE_START)) {
            server.awaitAvailable(path);
            List<Path> files = List.of(
                    tools.addReader(ReaderKind.FFMPEG, server.url("read:" + path, secret(READ_PASSPHRASE, keyLengthBytes)), folder),
                    tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, server.url("read:" + path, secret(READ_PASSPHRASE, keyLengthBytes)),
                            folder));
            server.awaitReaders(path, 2);
            publishing.goOn();
            publishing.awaitExit(Duration.ofSeconds(clip.seconds()).plus(LIMIT));
            tools.awaitEnd(Duration.ofSeconds(clip.seconds()).plus(LIMIT));
            files.forEach(file -> Verdict.ofWhole(clip.content(), clip.frames(), file));
        }
    }

    @Test
    void wrongPassphraseIsToldFromAMissingOne() {
        assertThat(caller("publish:secret-x").passphrase("not-this-one", 16).connectRefused()).isEqualTo(BADSECRET);
        assertThat(caller("publish:secret-x").passphrase(READ_PASSPHRASE, 16).connectRefused()).isEqualTo(BADSECRET);
        assertThat(caller("publish:secret-x").connectRefused()).isEqualTo(UNSECURE);
        assertThat(caller("publish:open-x").passphrase(PUBLISH_PASSPHRASE, 16).connectRefused()).isEqualTo(UNSECURE);
    }

    @Test
    void readerWithTheWrongPassphraseIsRefused() {
        try (LibsrtPeer _ = caller("publish:secret-y").passphrase(PUBLISH_PASSPHRASE, 16).connect()) {
            assertThat(caller("read:secret-y").passphrase(PUBLISH_PASSPHRASE, 16).connectRefused()).isEqualTo(BADSECRET);
            assertThat(caller("read:secret-y").connectRefused()).isEqualTo(UNSECURE);
        }
    }

    @Test
    void unknownPathIsNotFound() {
        assertThat(caller("read:open-nobody").connectRefused()).as("nobody publishes").isEqualTo(NOT_FOUND);
        assertThat(caller("read:elsewhere").connectRefused()).as("not configured").isEqualTo(NOT_FOUND);
        assertThat(caller("publish:elsewhere").connectRefused()).as("not configured").isEqualTo(NOT_FOUND);
    }

    @Test
    void unknownModeIsRefused() {
        assertThat(caller("#!::r=open-m,m=bidirectional").connectRefused()).isEqualTo(BAD_MODE);
    }

    @Test
    void secondPublisherIsAConflictWhereItMayNotOverride() throws InterruptedException {
        AtomicBoolean asked = new AtomicBoolean();
        try (LibsrtPeer first = caller("publish:single").connect()) {
            Thread onAir = Thread.ofPlatform().daemon().start(() -> {
                while (!asked.get()) {
                    first.send(nullPackets());
                    RealTime.pass(Duration.ofMillis(20));
                }
            });
            try {
                assertThat(caller("publish:single").connectRefused()).isEqualTo(CONFLICT);
            } finally {
                asked.set(true);
                onAir.join();
            }
        }
    }

    /** libsrt has words for its own codes; those from 1000 on it calls defined by the application, and leaves the number to who asks. */
    @Test
    void ffmpegPrintsTheReason() {
        assertThat(refusedFfmpeg("read:open-nobody")).contains("Application-defined rejection reason");
        assertThat(refusedFfmpeg("publish:secret-z&passphrase=not-this-one")).contains("Incorrect passphrase");
    }

    @Test
    void srtLiveTransmitPrintsTheReason() {
        try (ToolProcess reader = Workplace
                .start(List.of("srt-live-transmit", "-a:no", "-ll:note", server.url("read:open-nobody"), "file://con"))) {
            reader.awaitExit(LIMIT);
            assertThat(reader.errors() + reader.output()).contains("Application-defined rejection reason");
        }
    }

    private static String refusedFfmpeg(String streamId) {
        try (ToolProcess reader = Workplace.start(List.of("ffmpeg", "-v", "error", "-i", server.url(streamId), "-f", "null", "-"))) {
            assertThat(reader.awaitExit(LIMIT)).isNotZero();
            return reader.errors();
        }
    }

    private static LibsrtPeer.Call caller(String streamId) {
        return LibsrtPeer.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())).streamId(streamId);
    }

    private static String secret(String passphrase, int keyLengthBytes) {
        return "passphrase=" + passphrase + "&pbkeylen=" + keyLengthBytes;
    }

    private static byte[] nullPackets() {
        byte[] chunk = new byte[7 * 188];
        for (int at = 0; at < chunk.length; at += 188) {
            chunk[at] = 0x47;
            chunk[at + 1] = 0x1f;
            chunk[at + 2] = (byte) 0xff;
            chunk[at + 3] = 0x10;
        }
        return chunk;
    }
}
