package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** A caller made of a UDP socket and hand-written packets. */
final class RawCaller implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration A_MOMENT = Duration.ofMillis(150);

    // For life
    final int socketId;
    private final InetSocketAddress server;
    private final DatagramSocket socket;
    private final long startNs = System.nanoTime();

    // After connecting
    int serverId;
    int sequence = 1000;

    RawCaller(InetSocketAddress server, int socketId) {
        this(server, socketId, 0);
    }

    RawCaller(InetSocketAddress server, int socketId, int localPort) {
        this.server = server;
        this.socketId = socketId;
        try {
            socket = new DatagramSocket(new InetSocketAddress(server.getAddress() instanceof java.net.Inet4Address
                    ? InetAddress.ofLiteral("127.0.0.1")
                    : InetAddress.ofLiteral("::1"), localPort));
            socket.setReceiveBufferSize(4 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    int nowUs() {
        return (int) ((System.nanoTime() - startNs) / 1_000);
    }

    void send(RawPacket packet) {
        sendBytes(packet.bytes());
    }

    void sendBytes(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet that fits, or null; others are thrown away. */
    @Nullable
    RawPacket receive(Predicate<RawPacket> wanted, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        byte[] space = new byte[2_048];
        try {
            while (true) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return null;
                }
                socket.setSoTimeout((int) leftMs);
                DatagramPacket datagram = new DatagramPacket(space, space.length);
                socket.receive(datagram);
                RawPacket packet = new RawPacket(Arrays.copyOf(space, datagram.getLength()));
                if (wanted.test(packet)) {
                    return packet;
                }
            }
        } catch (SocketTimeoutException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawPacket expect(Predicate<RawPacket> wanted) {
        RawPacket packet = receive(wanted, SOON);
        assertThat(packet).as("an expected packet").isNotNull();
        return packet;
    }

    RawPacket expectHandshake(int request) {
        return expect(packet -> packet.isHandshake(request));
    }

    /** Every packet that comes until the server has been quiet for a moment. */
    List<RawPacket> everything() {
        return everything(A_MOMENT);
    }

    List<RawPacket> everything(Duration quiet) {
        List<RawPacket> all = new ArrayList<>();
        for (RawPacket packet = receive(_ -> true, quiet); packet != null; packet = receive(_ -> true, quiet)) {
            all.add(packet);
        }
        return all;
    }

    /** Everything that comes within the time. */
    List<RawPacket> collect(Duration time) {
        List<RawPacket> all = new ArrayList<>();
        long deadlineNs = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadlineNs) {
            RawPacket packet = receive(_ -> true, Duration.ofNanos(Math.max(1_000_000, deadlineNs - System.nanoTime())));
            if (packet != null) {
                all.add(packet);
            }
        }
        return all;
    }

    /** The server's cookie for this caller. */
    int cookie() {
        send(RawHandshake.induction(socketId).packet());
        return expectHandshake(RawPacket.INDUCTION).cookie();
    }

    /** A complete conclusion for the stream id. */
    RawHandshake conclusion(String streamId) {
        return RawHandshake.conclusion(socketId, cookie()).hsreq().streamId(streamId);
    }

    /** Sends a conclusion and takes what the server gives. */
    RawPacket connect(RawHandshake conclusion) {
        send(conclusion.packet());
        RawPacket answer = expectHandshake(RawPacket.CONCLUSION);
        serverId = answer.socketId();
        sequence = conclusion.initialSequence;
        return answer;
    }

    RawPacket connect(String streamId) {
        return connect(conclusion(streamId));
    }

    /** The request type of the server's refusal. */
    int refusal(RawHandshake conclusion) {
        send(conclusion.packet());
        return expect(packet -> packet.isControl(RawPacket.HANDSHAKE) && packet.request() >= 1_000).request();
    }

    /** The next data packet, solo and in order. */
    RawPacket data(byte[] payload) {
        RawPacket packet = RawPacket.data(sequence, 0xE000_0001, nowUs(), serverId, payload);
        sequence = sequence + 1 & 0x7FFF_FFFF;
        return packet;
    }

    void sendData(byte[] payload) {
        send(data(payload));
    }

    RawPacket control(int type, int w1, int... words) {
        return RawPacket.control(type, 0, w1, nowUs(), serverId, words);
    }

    void keepalive() {
        send(control(RawPacket.KEEPALIVE, 0));
    }

    @Override
    public void close() {
        socket.close();
    }
}
