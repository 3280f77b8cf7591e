package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.testkit.FreePort;
import io.holdover.testkit.LibsrtPeer;

@Timeout(60)
class MovingListenerTest {

    /** RFC 5737: nobody's own address, on the port that our own socket has. */
    @Test
    void nobodyIsSentAwayForAHostThatIsNotOurs() throws Exception {
        try (RunningServer server = RunningServer.with("paths:\n  all_others:\n");
                LibsrtPeer publisher = server.caller("publish:live").connect()) {
            int port = server.address().getPort();
            server.patch("{\"srtAddress\": \"192.0.2.1:" + port + "\"}");
            awaitCarriedOut(server);

            assertThat(server.address()).hasToString("/127.0.0.1:" + port);
            assertThat(publisher.isConnected()).isTrue();
            server.patch("{\"srtAddress\": \"127.0.0.1:" + FreePort.udp() + "\"}");
            await().until(() -> !publisher.isConnected());
        }
    }

    /** Metrics are the last part of a change. */
    private static void awaitCarriedOut(RunningServer server) throws Exception {
        int port = FreePort.tcp();
        server.patch("{\"metrics\": true, \"metricsAddress\": \"127.0.0.1:" + port + "\"}");
        await().until(() -> {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }
}
