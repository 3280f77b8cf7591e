package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.holdover.systemtest.fixture.Clip;
import io.holdover.systemtest.fixture.Content;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Verdict;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.LibsrtPeer;
import io.holdover.testkit.Seed;

/** Peers that send what nobody should send: they get nowhere, and everybody else is served as ever. */
class AbuseSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** The flood fills the socket's buffer where the server does not get its processor in time: there is time for repairs. */
    private static final int LATENCY_MS = 2_000;
    private static final int GARBAGE_PACKETS = 3_000;

    @Test
    void randomBytesOfAPublisherHurtNobody(@Seed long seed) {
        besideAGoodStream("garbage", server -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] chunk = new byte[1316];
            try (LibsrtPeer bad = LifetimeSystemTest.caller(server, "publish:bad").connect()) {
                for (int i = 0; i < GARBAGE_PACKETS && bad.isConnected(); i++) {
                    random.nextBytes(chunk);
                    bad.send(chunk);
                }
            }
        });
    }

    @Test
    void brokenTransportStreamHurtsNobody(@Seed long seed) throws Exception {
        byte[] clip = Files.readAllBytes(Clip.of(Content.H264_AAC, 8, 5).file());
        besideAGoodStream("broken", server -> {
            SplittableRandom random = new SplittableRandom(seed);
            try (LibsrtPeer bad = LifetimeSystemTest.caller(server, "publish:bad").connect()) {
                // Pieces of any length from anywhere, some with flipped bits.
                for (int i = 0; i < GARBAGE_PACKETS && bad.isConnected(); i++) {
                    int from = random.nextInt(clip.length - 1316);
                    byte[] piece = Arrays.copyOfRange(clip, from, from + 1 + random.nextInt(1316));
                    if (random.nextInt(4) == 0) {
                        piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    bad.send(piece);
                }
            }
        });
    }

    @Test
    void randomDatagramsHurtNobody(@Seed long seed) {
        besideAGoodStream("datagrams", server -> {
            SplittableRandom random = new SplittableRandom(seed);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < 20_000; i++) {
                    byte[] bytes = new byte[random.nextInt(1473)];
                    random.nextBytes(bytes);
                    if (bytes.length >= 16 && random.nextBoolean()) {
                        // A control packet for nobody in particular: handshakes, ACKs, NAKs, drop requests.
                        bytes[0] = (byte) 0x80;
                        bytes[1] = (byte) random.nextInt(9);
                        Arrays.fill(bytes, 12, 16, (byte) 0);
                    }
                    socket.send(new DatagramPacket(bytes, bytes.length, address));
                }
            }
        });
    }

    private interface Abuse {
        void on(HoldoverProcess server) throws Exception;
    }

    private static void besideAGoodStream(String path, Abuse abuse) {
        Clip clip = Clip.of(Content.H264_AAC, 1, 5);
        try (HoldoverProcess server = HoldoverProcess.open();
                Running tools = new Running();
                Publishing publisher =
                        Publishing.start(PublisherKind.FFMPEG, clip,
                                server.url("publish:" + path, PublisherKind.FFMPEG.latency(LATENCY_MS)), Publishing.AFTER_THE_START)) {
            server.awaitAvailable(path);
            Path file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT,
                    server.url("read:" + path, ReaderKind.SRT_LIVE_TRANSMIT.latency(LATENCY_MS)), Workplace.folder("received/" + path));
            server.awaitReaders(path, 1);
            publisher.goOn();
            abuse.on(server);
            publisher.awaitExit(LIMIT);
            tools.awaitEnd(LIMIT);
            Verdict.ofWhole(clip.content(), clip.frames(), file);
            assertThat(server.log()).as("log").noneMatch(line -> line.contains(" ERR ") || line.contains("Exception")).hasSizeLessThan(200);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
