package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.SrtSocketOption;
import io.holdover.testkit.ToolProcess;

/** Peers whose settings are rare but allowed: they are served or told why not, and the others notice nothing. */
@Timeout(60)
class OddPeersTest {
    private static final String OPEN = "paths:\n  all_others:\n";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int UNACCEPTABLE = 1406;
    private static final int CONFLICT = 1409;

    @Test
    void refusesAReaderWhosePacketsCannotHoldAChunkAndServesTheOthers() {
        try (RunningServer server = RunningServer.with(OPEN); ToolProcess _ = tone(server, "publish:live")) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));

            assertThat(server.caller("read:live").with(SrtSocketOption.MSS, 1_000).connectRefused()).isEqualTo(UNACCEPTABLE);
            try (LibsrtPeer reader = server.caller("read:live").with(SrtSocketOption.MSS, 1_360).connect()) {
                assertThat(reader.receive()).isNotNull()
                        .satisfies(message -> assertThat(message.payload()).hasSizeLessThanOrEqualTo(1_316));
            }
        }
    }

    @Test
    void advertisesAReaderNoRoomForWhatItHasNotToSend() {
        try (RunningServer server = RunningServer.with(OPEN); ToolProcess _ = tone(server, "publish:live")) {
            await().atMost(LIMIT).until(() -> server.lines().stream().anyMatch(line -> line.contains("stream is available")));

            try (LibsrtPeer reader = server.caller("read:live").connect();
                    LibsrtPeer publisher = server.caller("publish:other").connect()) {
                assertThat(reader.receive()).isNotNull();
                assertThat(reader.statistics().count("pktFlowWindow")).isEqualTo(32);
                assertThat(publisher.statistics().count("pktFlowWindow")).isGreaterThan(8_000);
            }
        }
    }

    @Test
    void waitsForAPublisherWhoseLatencyIsLongerThanTheReadTimeout() {
        try (RunningServer server = RunningServer.with("readTimeout: 2s\n" + OPEN);
                LibsrtPeer publisher = server.caller("publish:live").latencyMs(6_000).connect()) {
            sendNothings(publisher, 4_000);

            assertThat(publisher.isConnected()).as("nothing was to be played yet").isTrue();
            assertThat(server.lines()).noneMatch(line -> line.contains("closed"));
        }
    }

    @Test
    void judgesSilenceByWhatArrivesAndNotByWhatIsPlayed() {
        try (RunningServer server = RunningServer.with("paths:\n  live:\n    overridePublisher: no\n");
                LibsrtPeer first = server.caller("publish:live").latencyMs(4_000).connect()) {
            sendNothings(first, 2_000);
            assertThat(server.caller("publish:live").connectRefused()).as("the first one sends, though nothing is played yet")
                    .isEqualTo(CONFLICT);

            sendNothings(first, 1_000);
            RealTime.pass(Duration.ofSeconds(2));
            try (LibsrtPeer second = server.caller("publish:live").connect()) {
                assertThat(second.isConnected()).as("the first one is silent, though it is still played").isTrue();
            }
        }
    }

    private static ToolProcess tone(RunningServer server, String streamId) {
        return ToolProcess.start("ffmpeg", "-v", "error", "-re", "-f", "lavfi", "-i", "sine=duration=30", "-c:a", "mp2", "-f", "mpegts",
                server.url(streamId));
    }

    /** Null packets, 50 times a second. */
    private static void sendNothings(LibsrtPeer publisher, int ms) {
        byte[] packet = new byte[188];
        packet[0] = 0x47;
        packet[1] = 0x1F;
        packet[2] = (byte) 0xFF;
        packet[3] = 0x10;
        for (int i = 0; i < ms / 20; i++) {
            publisher.send(packet);
            RealTime.pass(Duration.ofMillis(20));
        }
    }
}
