package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.control.config.ConfigOutcome;
import io.holdover.control.config.ConfigReader;
import io.holdover.control.config.LiveConfig;
import io.holdover.testkit.LibsrtException;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.ToolProcess;

/** The river from end to end within one process; real clients in all their variety are in the system tests. */
class ServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String OPEN = "paths:\n  all_others:\n";

    @TempDir
    private Path directory;

    @Test
    void carriesAStreamFromPublisherToReader() {
        Path received = directory.resolve("received.ts");
        try (RunningServer server = RunningServer.with(OPEN); ToolProcess publisher = publish(server, "publish:live", 7)) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));
            try (ToolProcess reader =
                    ToolProcess.start("ffmpeg", "-v", "error", "-y", "-i", server.url("read:live"), "-c", "copy", received.toString())) {
                publisher.awaitSuccess(LIMIT);
                reader.awaitExit(LIMIT);
            }
            assertThat(server.lines()).containsSubsequence("INFO [SRT] [conn peer] opened",
                    "INFO [SRT] [conn peer] is publishing to path 'live'",
                    "INFO [path live] stream is available and online, 2 tracks (H264, MPEG-4 Audio)", "INFO [SRT] [conn peer] opened",
                    "INFO [SRT] [conn peer] is reading from path 'live', 2 tracks (H264, MPEG-4 Audio)",
                    "INFO [path live] stream is not available anymore: publisher left",
                    "INFO [SRT] [conn peer] closed: the peer closed the connection",
                    "INFO [SRT] [conn peer] closed: the stream ended: publisher left");
        }
        assertThat(received).isNotEmptyFile();
        try (ToolProcess decoder = ToolProcess.start("ffmpeg", "-v", "error", "-xerror", "-i", received.toString(), "-f", "null", "-");
                ToolProcess probe = ToolProcess.start("ffprobe", "-v", "error", "-count_packets", "-show_entries",
                        "stream=codec_name,nb_read_packets", "-of", "csv=p=0", received.toString())) {
            assertThat(decoder.awaitSuccess(LIMIT).errors()).isEmpty();
            List<String> streams = probe.awaitSuccess(LIMIT).output().lines().filter(line -> !line.isBlank()).distinct().toList();
            assertThat(streams).hasSize(2).anyMatch(line -> line.startsWith("h264,")).anyMatch(line -> line.startsWith("aac,"));
            assertThat(streams).allSatisfy(line -> assertThat(Integer.parseInt(line.split(",", -1)[1])).as(line).isGreaterThan(25));
        }
    }

    @Test
    void carriesAStreamThatIsEncryptedDifferentlyOnEachSide() {
        try (RunningServer server = RunningServer.with("""
                paths:
                  live:
                    srtPublishPassphrase: publish-secret
                    srtReadPassphrase: read-secret-
                """); ToolProcess _ = publish(server, "publish:live&passphrase=publish-secret&pbkeylen=32", 10)) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));

            assertThat(server.caller("read:live").connectRefused()).isEqualTo(11);
            assertThat(server.caller("read:live").passphrase("publish-secret", 16).connectRefused()).isEqualTo(10);
            try (LibsrtPeer reader = server.caller("read:live").passphrase("read-secret-", 16).connect()) {
                assertThat(reader.receive()).isNotNull().satisfies(message -> assertThat(message.payload()[0]).isEqualTo((byte) 0x47));
            }
        }
    }

    @Test
    void tellsCallersWhyTheyAreRefused() {
        try (RunningServer server = RunningServer.with("paths:\n  live:\n    maxReaders: 1\n    overridePublisher: no\n");
                ToolProcess _ = publish(server, "publish:live", 10)) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));

            assertThat(LibsrtPeer.to(server.address()).connectRefused()).as("no stream id").isEqualTo(1400);
            assertThat(server.caller("dance:live").connectRefused()).isEqualTo(1400);
            assertThat(server.caller("#!::m=bidirectional,r=live").connectRefused()).isEqualTo(1405);
            assertThat(server.caller("read:other").connectRefused()).isEqualTo(1404);
            assertThat(server.caller("publish:live").connectRefused()).isEqualTo(1409);
            assertThat(server.caller("read:live").passphrase("0123456789", 16).connectRefused()).isEqualTo(11);
            try (LibsrtPeer reader = server.caller("read:live").connect()) {
                assertThat(reader.receive()).isNotNull();
                assertThat(server.caller("read:live").connectRefused()).as("a second reader").isEqualTo(1402);
            }
            assertThat(server.lines()).contains(
                    "INFO [SRT] [conn peer] closed: no stream id; it must be publish:<path> or read:<path> (1400)");
        }
    }

    @Test
    void closesAPublisherThatSendsSomethingElseThanATransportStream() {
        byte[] noise = new byte[1_316];
        try (RunningServer server = RunningServer.with(OPEN); LibsrtPeer publisher = server.caller("publish:live").connect()) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                sendUnlessClosed(publisher, noise);
                assertThat(server.lines()).contains("INFO [SRT] [conn peer] closed: what the publisher sends is not MPEG-TS");
            });
        }
    }

    @Test
    void closesAPublisherThatSendsNothing() {
        try (RunningServer server = RunningServer.with("readTimeout: 1s\n" + OPEN);
                LibsrtPeer _ = server.caller("publish:live").connect()) {
            await().atMost(LIMIT).untilAsserted(
                    () -> assertThat(server.lines()).contains("INFO [SRT] [conn peer] closed: no data came for 1000 ms"));
        }
    }

    @Test
    void closesAReaderThatTakesNothing() {
        try (RunningServer server = RunningServer.with("writeTimeout: 1s\n" + OPEN); ToolProcess _ = publish(server, "publish:live", 20)) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));
            // Room for 32 packets, and nobody who reads them.
            try (LibsrtPeer _ =
                    server.caller("read:live").with(SrtSocketOption.FC, 32).with(SrtSocketOption.RCVBUF, 32 * 1_456).connect()) {
                await().atMost(LIMIT).untilAsserted(
                        () -> assertThat(server.lines()).contains("INFO [SRT] [conn peer] closed: the reader took nothing for 1000 ms"));
            }
        }
    }

    @Test
    void tellsEverybodyWhenItStops() {
        RunningServer server = RunningServer.with(OPEN);
        try (ToolProcess publisher = publish(server, "publish:live", 30)) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));
            try (LibsrtPeer reader = server.caller("read:live").connect()) {
                assertThat(reader.receive()).isNotNull();
                server.close();

                assertThatExceptionOfType(LibsrtException.class).isThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        reader.receive();
                    }
                }).satisfies(e -> assertThat(e.error()).isEqualTo(LibsrtException.ECONNLOST));
            }
            publisher.awaitExit(LIMIT);
            assertThat(server.lines()).contains("INFO [path live] stream is not available anymore: server stopped");
        } finally {
            server.close();
        }
    }

    @Test
    void saysWhichAddressIsInUse() {
        try (RunningServer first = RunningServer.with(OPEN)) {
            String address = "127.0.0.1:" + first.address().getPort();
            ConfigOutcome outcome = ConfigReader.read("test.yml", "srtAddress: " + address + "\n" + OPEN);

            assertThat(outcome).isInstanceOfSatisfying(ConfigOutcome.Accepted.class,
                    accepted -> assertThatExceptionOfType(StartException.class)
                            .isThrownBy(() -> Wiring.open(new LiveConfig(accepted.config())))
                            .withMessage("srtAddress: cannot listen on " + address + " (UDP): Address already in use"));
        }
    }

    @Test
    void readsItsCommandLine() throws Exception {
        Path good = Files.writeString(directory.resolve("good.yml"), "hlsAlwaysRemux: yes\n" + OPEN);
        Path bad = Files.writeString(directory.resolve("bad.yml"), "srtAdress: :1\nreadTimeout: 5\n");

        assertThat(Command.run("--check", good.toString())).satisfies(command -> {
            assertThat(command.exitCode()).isZero();
            assertThat(command.out()).contains("warning: ", "good.yml:1:1: 'hlsAlwaysRemux' has no effect", "srtAddress: :8890  # default",
                    "all_others:");
        });
        assertThat(Command.run("--check", bad.toString())).satisfies(command -> {
            assertThat(command.exitCode()).isEqualTo(1);
            assertThat(command.err().lines()).hasSize(2).first().asString()
                    .endsWith("bad.yml:1:1: unknown key 'srtAdress', did you mean 'srtAddress'?");
        });
        assertThat(Command.run(bad.toString()).exitCode()).isEqualTo(1);
        assertThat(Command.run("--help").out()).contains("--check", "--version", "CONFIG");
        assertThat(Command.run("--version").out()).startsWith("Holdover ");
        assertThat(Command.run("--nonsense").exitCode()).isEqualTo(2);
    }

    private static ToolProcess publish(RunningServer server, String streamId, int seconds) {
        return ToolProcess.start("ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i",
                "sine",
                "-t", Integer.toString(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac", "-f", "mpegts",
                server.url(streamId) + "&pkt_size=1316&linger=1");
    }

    private static void sendUnlessClosed(LibsrtPeer peer, byte[] payload) {
        if (peer.isConnected()) {
            try {
                peer.send(payload);
            } catch (LibsrtException e) {
                assertThat(e.error()).isIn(LibsrtException.ECONNLOST, LibsrtException.ENOCONN);
            }
        }
    }
}
