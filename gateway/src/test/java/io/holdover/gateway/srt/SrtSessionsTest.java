package io.holdover.gateway.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.gateway.Figure;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.SrtStatistics;
import io.holdover.stream.AccessAction;
import io.holdover.stream.DemandOptions;
import io.holdover.stream.PathOptions;
import io.holdover.stream.StreamSnapshot;
import io.holdover.stream.hold.HoldSnapshot;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.ToolProcess;

/** Sessions over real connections: what they count, and how operators end them. */
class SrtSessionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int PAYLOAD_BYTES = 1_316;

    @TempDir
    private static Path directory;

    private static byte[] sound = new byte[0];

    @BeforeAll
    static void makeSound() throws IOException {
        Path file = directory.resolve("sound.ts");
        try (ToolProcess encoder = ToolProcess.start("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=duration=4", "-c:a", "aac", "-f",
                "mpegts", file.toString())) {
            encoder.awaitSuccess(LIMIT);
        }
        sound = Files.readAllBytes(file);
    }

    @Test
    void tellWhatAPublisherSent() {
        try (LiveGateway server = new LiveGateway(); LibsrtPeer publisher = server.connect("publish:live:me:secret:a=b")) {
            int packets = publish(publisher);
            await().atMost(LIMIT).until(() -> value(onlySession(server), "packetsReceivedUnique") == packets);
            await().atMost(LIMIT).until(() -> value(onlySession(server), "packetsSentACK") > 0);

            SessionSnapshot session = onlySession(server);
            assertThat(session.protocol()).isEqualTo("srt");
            assertThat(session.action()).isEqualTo(AccessAction.PUBLISH);
            assertThat(session.path()).hasToString("live");
            assertThat(session.user()).isEqualTo("me");
            assertThat(session.query()).isEqualTo("a=b");
            assertThat(session.createdNs()).isNotZero();
            assertThat(value(session, "bytesReceivedUnique")).isEqualTo(packets * (PAYLOAD_BYTES + SrtStatistics.OVERHEAD_BYTES));
            assertThat(value(session, "packetsReceivedUnique")).isEqualTo((double) publisher.statistics().count("pktSentUniqueTotal"));
            assertThat(value(session, "msReceiveTsbPdDelay")).isEqualTo(150);
            assertThat(value(session, "byteMSS")).isEqualTo(1_500);
            assertThat(value(session, "packetsSent")).isZero();
        }
    }

    @Test
    void tellWhatAReaderGot() {
        try (LiveGateway server = new LiveGateway(); LibsrtPeer publisher = server.connect("publish:live")) {
            publish(publisher);
            awaitAvailable(server);
            try (LibsrtPeer reader = server.connect("read:live")) {
                assertThat(reader.receive()).isNotNull();

                SessionSnapshot session = sessionOf(server, AccessAction.READ);
                assertThat(value(session, "packetsSentUnique")).isPositive();
                assertThat(value(session, "outboundFramesDiscarded")).isZero();
                assertThat(value(session, "packetsReceived")).isZero();
            }
        }
    }

    @Test
    void ofAPublisherThatIsKickedLeavesTheStreamHeld() {
        try (LiveGateway server = new LiveGateway(); LibsrtPeer publisher = server.connect("publish:live")) {
            publish(publisher);
            awaitAvailable(server);
            String id = onlySession(server).id();

            assertThat(server.kick(id)).isTrue();

            await().atMost(LIMIT).until(() -> !publisher.isConnected());
            assertThat(server.sessions()).isEmpty();
            assertThat(server.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.available()).isTrue();
                assertThat(stream.online()).isFalse();
                assertThat(stream.hold()).extracting(HoldSnapshot::reason).isEqualTo("kicked");
            });
            assertThat(server.kick(id)).as("a second time").isFalse();
            assertThat(server.comings).containsExactly("+ " + id, "- " + id);
        }
    }

    @Test
    void ofAReaderThatIsKickedConcernsNobodyElse() {
        try (LiveGateway server = new LiveGateway(); LibsrtPeer publisher = server.connect("publish:live")) {
            publish(publisher);
            awaitAvailable(server);
            try (LibsrtPeer reader = server.connect("read:live"); LibsrtPeer other = server.connect("read:live")) {
                await().atMost(LIMIT).until(() -> server.sessions().size() == 3);
                String id = sessionOf(server, AccessAction.READ).id();

                assertThat(server.kick(id)).isTrue();

                await().atMost(LIMIT).until(() -> !reader.isConnected());
                assertThat(other.isConnected()).isTrue();
                assertThat(publisher.isConnected()).isTrue();
                assertThat(server.streams()).singleElement().satisfies(stream -> assertThat(stream.readers()).hasSize(1));
                assertThat(server.comings).hasSize(4).endsWith("- " + id);
            }
        }
    }

    /** A connected reader is one that the handshake's patience was over for. */
    @Test
    void ofAReaderWithoutAStreamWaitForItAndBecomeReaders() {
        try (LiveGateway server = new LiveGateway(onDemand(Duration.ofSeconds(20))); LibsrtPeer reader = server.connect("read:live")) {
            SessionSnapshot waiting = onlySession(server);
            assertThat(waiting.action()).isEqualTo(AccessAction.READ);
            assertThat(server.streams()).isEmpty();

            try (LibsrtPeer publisher = server.connect("publish:live")) {
                publish(publisher);
                assertThat(reader.receive()).isNotNull();
                await().atMost(LIMIT).until(() -> value(sessionOf(server, AccessAction.READ), "packetsSentUnique") > 0);
                assertThat(sessionOf(server, AccessAction.READ).id()).isEqualTo(waiting.id());
                assertThat(server.kick(waiting.id())).isTrue();
                await().atMost(LIMIT).until(() -> server.comings.contains("- " + waiting.id()));
                assertThat(server.streams()).singleElement().satisfies(stream -> assertThat(stream.readers()).isEmpty());
            }
        }
    }

    @Test
    void ofAReaderWithoutAStreamEndWhenNoneComes() {
        try (LiveGateway server = new LiveGateway(onDemand(Duration.ofMillis(2_500))); LibsrtPeer reader = server.connect("read:live")) {
            await().atMost(LIMIT).until(() -> !reader.isConnected());
            await().atMost(LIMIT).until(() -> server.comings.size() == 2);
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void ofAReaderWithoutAStreamEndWithThePeer() {
        try (LiveGateway server = new LiveGateway(onDemand(Duration.ofSeconds(20)))) {
            try (LibsrtPeer _ = server.connect("read:live")) {
                assertThat(server.sessions()).hasSize(1);
            }
            await().atMost(LIMIT).until(() -> server.comings.size() == 2);
            try (LibsrtPeer kicked = server.connect("read:live")) {
                assertThat(server.kick(onlySession(server).id())).isTrue();
                await().atMost(LIMIT).until(() -> !kicked.isConnected());
            }
        }
    }

    private static PathOptions onDemand(Duration startTimeout) {
        return PathOptions.defaults().with(new DemandOptions(true, startTimeout.toNanos(), LIMIT.toNanos()));
    }

    @Test
    void areAnnouncedAndGoneExactlyOnce() {
        LiveGateway server = new LiveGateway();
        List<String> ids;
        try (server; LibsrtPeer publisher = server.connect("publish:live")) {
            publish(publisher);
            awaitAvailable(server);
            try (LibsrtPeer _ = server.connect("read:live")) {
                await().atMost(LIMIT).until(() -> server.sessions().size() == 2);
            }
            await().atMost(LIMIT).until(() -> server.sessions().size() == 1);
            try (LibsrtPeer _ = server.connect("publish:live")) {
                await().atMost(LIMIT).until(() -> server.sessions().size() == 2);
            }
            await().atMost(LIMIT).until(() -> server.comings.size() == 5);
            ids = server.comings.stream().filter(coming -> coming.startsWith("+ ")).map(coming -> coming.substring(2)).toList();
        }

        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        assertThat(server.comings).hasSize(6).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> assertThat(server.comings).containsSubsequence("+ " + id, "- " + id));
    }

    /** Sends four seconds of sound at once and returns in how many packets. */
    private static int publish(LibsrtPeer publisher) {
        int packets = sound.length / PAYLOAD_BYTES;
        for (int i = 0; i < packets; i++) {
            publisher.send(Arrays.copyOfRange(sound, i * PAYLOAD_BYTES, (i + 1) * PAYLOAD_BYTES));
        }
        return packets;
    }

    private static void awaitAvailable(LiveGateway server) {
        await().atMost(LIMIT).until(() -> server.streams().stream().anyMatch(StreamSnapshot::available));
    }

    private static SessionSnapshot onlySession(LiveGateway server) {
        List<SessionSnapshot> sessions = server.sessions();
        assertThat(sessions).hasSize(1);
        return sessions.getFirst();
    }

    private static SessionSnapshot sessionOf(LiveGateway server, AccessAction action) {
        return server.sessions().stream().filter(session -> session.action() == action).findFirst().orElseThrow();
    }

    private static double value(SessionSnapshot session, String counter) {
        return session.figures().stream().filter(figure -> figure.counter().name().equals(counter)).mapToDouble(Figure::value).sum();
    }
}
