package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthOutcome;
import io.holdover.control.config.ListenAddress;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.HttpLimits;
import io.holdover.control.http.Routes;
import io.holdover.testkit.FreePort;

@Timeout(60)
class ConfiguredDoorTest {
    private final List<Integer> opened = new ArrayList<>();
    private final ConfiguredDoor door = new ConfiguredDoor(options -> {
        opened.add(options.address().port());
        return HttpDoor.open(options, _ -> CompletableFuture.completedFuture(new AuthOutcome.Allowed("")),
                new Routes.Builder().build(), System::nanoTime);
    });

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aDoorThatCannotMoveStaysAndIsNotDisturbedByLaterChanges() throws Exception {
        int port = FreePort.tcp();
        door.open(at(port));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port)) {
            door.apply(at(taken.getLocalPort()));
            door.apply(at(taken.getLocalPort()));
            door.apply(at(taken.getLocalPort()));

            assertThat(opened).as("one attempt").containsExactly(port, taken.getLocalPort());
            assertThat(answer(visitor)).as("on a connection from before").startsWith("HTTP/1.1 404");
            door.apply(at(port));
            door.apply(at(taken.getLocalPort()));
            assertThat(opened).as("another attempt after another wish").hasSize(3);
        }
    }

    @Test
    void movesAndCloses() throws Exception {
        int first = FreePort.tcp();
        int second = FreePort.tcp();
        door.open(at(first));
        door.apply(at(second));
        assertThat(listens(first)).isFalse();
        assertThat(listens(second)).isTrue();
        door.apply(Optional.empty());
        assertThat(listens(second)).isFalse();
        door.close();
        door.apply(at(first));
        assertThat(listens(first)).as("closed for good").isFalse();
    }

    @Test
    void isInTheWayOnlyWhereItIsToLeave() throws Exception {
        int here = FreePort.tcp();
        int there = FreePort.tcp();
        assertThat(door.isInTheWayOf(at(here), at(there))).as("while it is closed").isFalse();
        door.open(at(here));
        assertThat(door.isInTheWayOf(at(here), at(there))).isTrue();
        assertThat(door.isInTheWayOf(at(here), Optional.empty())).isTrue();
        assertThat(door.isInTheWayOf(at(here), at(here))).as("it stays").isFalse();
        assertThat(door.isInTheWayOf(at(there), at(there))).isFalse();
        assertThat(door.isInTheWayOf(Optional.empty(), at(there))).isFalse();
    }

    private static Optional<HttpDoorOptions> at(int port) {
        return Optional.of(new HttpDoorOptions("API", "apiAddress", new ListenAddress("127.0.0.1", port), Optional.empty(), List.of(),
                List.of(), AuthAction.API, HttpLimits.DEFAULTS));
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static String answer(Socket visitor) throws IOException {
        visitor.getOutputStream()
                .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(visitor.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
