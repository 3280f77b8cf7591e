package io.holdover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LibsrtPeerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void publishesToAndReadsFromAnotherProgram() {
        InetSocketAddress in = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.udp());
        InetSocketAddress out = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.udp());
        try (ToolProcess relay = ToolProcess.start("srt-live-transmit", "-loglevel:note",
                "srt://127.0.0.1:" + in.getPort() + "?mode=listener&passphrase=0123456789",
                "srt://127.0.0.1:" + out.getPort() + "?mode=listener")) {
            LibsrtPeer publisher = Awaitility.await().atMost(SOON).ignoreExceptions().until(
                    () -> LibsrtPeer.to(in).streamId("a stream").passphrase("0123456789", 32).initialSequence(0x7FFFFF00).connect(),
                    p -> true);
            LibsrtPeer reader = Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> LibsrtPeer.to(out).latencyMs(300).connect(),
                    p -> true);
            try (publisher; reader) {
                assertThat(publisher.isConnected()).isTrue();
                assertThat(publisher.option(SrtSocketOption.SNDKMSTATE)).isEqualTo(2);
                assertThat(publisher.option(SrtSocketOption.PBKEYLEN)).isEqualTo(32);
                assertThat(reader.option(SrtSocketOption.RCVLATENCY)).isEqualTo(300);
                for (int i = 0; i < 300; i++) {
                    byte[] payload = new byte[1_316];
                    Arrays.fill(payload, (byte) i);
                    publisher.send(payload);
                }
                for (int i = 0; i < 300; i++) {
                    LibsrtPeer.Message message = reader.receive();
                    assertThat(message).isNotNull();
                    assertThat(message.payload()).hasSize(1_316).containsOnly((byte) i);
                }
                assertThat(reader.statistics().count("pktRecvUniqueTotal")).isEqualTo(300);
                assertThat(reader.statistics().value("msRTT")).isPositive();
                assertThat(publisher.statistics().count("byteMSS")).isEqualTo(1_500);
                assertThat(publisher.statistics().count("pktSentUniqueTotal")).isEqualTo(300);
                reader.receiveTimeout(Duration.ofMillis(50));
                assertThat(reader.receive()).isNull();
                relay.kill();
            }
        }
    }

    @Test
    void tellsWhyItWasRefused() {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.udp());
        assertThatThrownBy(() -> LibsrtPeer.to(nobody).timeout(Duration.ofMillis(300)).connect())
                .isInstanceOfSatisfying(LibsrtException.class, e -> assertThat(e.error()).isEqualTo(LibsrtException.ENOSERVER));
        int port = FreePort.udp();
        try (ToolProcess _ = ToolProcess.start("srt-live-transmit",
                "srt://127.0.0.1:" + port + "?mode=listener&passphrase=0123456789", "file://con")) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            // SRT_REJ_BADSECRET
            Awaitility.await().atMost(SOON).ignoreExceptions()
                    .until(() -> LibsrtPeer.to(server).passphrase("9876543210", 16).connectRefused(), reason -> reason == 10);
        }
    }

    @Test
    void refusesAnUnknownStatisticsName() {
        assertThatThrownBy(() -> new LibsrtStatistics(Map.of()).count("pktWhatever"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pktWhatever");
    }
}
