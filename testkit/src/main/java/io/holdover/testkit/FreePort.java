package io.holdover.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ports that nobody uses at the moment. They lie below those that the system gives to sockets that do not ask for one, and none is named
 * twice by one process, so that hardly anybody takes one before its user does.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int COUNT = 22_000;
    private static final int APART = 1_009;
    private static final AtomicLong NEXT = new AtomicLong(ProcessHandle.current().pid() * APART);

    /** Tries to use a port. */
    private interface Use {
        void of(int port) throws IOException;
    }

    private FreePort() {
    }

    /** A UDP port, free for IPv4 and IPv6. */
    public static int udp() {
        return first(port -> new DatagramSocket(port).close());
    }

    /** A TCP port of the loopback interface. */
    public static int tcp() {
        return first(port -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        });
    }

    private static int first(Use use) {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (int) (NEXT.getAndIncrement() % COUNT);
            try {
                use.of(port);
                return port;
            } catch (IOException _) {
                // taken
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
