package io.holdover.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.testkit.ProxiedDatagram.Direction;

class UdpProxyTest {

    private static final InetSocketAddress ANY_LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private DatagramSocket server;
    private DatagramSocket client;
    private UdpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = open(4 << 20);
        client = open(4 << 20);
        proxy = UdpProxy.to((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
        client.close();
    }

    @Test
    void carriesBothDirectionsAndKeepsClientsApart() throws IOException {
        try (DatagramSocket other = open(1 << 16)) {
            send(client, 1);
            send(other, 2);
            DatagramPacket first = receive(server);
            DatagramPacket second = receive(server);
            assertThat(first.getPort()).isNotEqualTo(second.getPort());
            for (DatagramPacket packet : new DatagramPacket[]{first, second}) {
                server.send(packet);
            }
            assertThat(number(receive(client))).isEqualTo(1);
            assertThat(number(receive(other))).isEqualTo(2);
        }
    }

    @Test
    void letsItsHookDropAndRewriteAndKeepsALogOfWhatCame() throws IOException {
        proxy.startLog().hook(d -> {
            int number = ByteBuffer.wrap(d.bytes()).getInt();
            return number == 1 ? null : ByteBuffer.allocate(4).putInt(number * 10).array();
        });
        send(client, 1);
        send(client, 2);
        assertThat(number(receive(server))).isEqualTo(20);
        assertThat(proxy.log()).extracting(d -> ByteBuffer.wrap(d.bytes()).getInt()).containsExactly(1, 2);
        assertThat(proxy.log()).extracting(ProxiedDatagram::direction).containsOnly(Direction.TO_SERVER);
        assertThat(proxy.log()).extracting(ProxiedDatagram::client)
                .containsOnly((InetSocketAddress) client.getLocalSocketAddress());
    }

    @Test
    void swallowsEverythingWhileItIsABlackHole() throws Exception {
        send(client, 1);
        receive(server);
        CountDownLatch thirdCame = new CountDownLatch(1);
        proxy.hook(d -> {
            if (ByteBuffer.wrap(d.bytes()).getInt() == 3) {
                thirdCame.countDown();
            }
            return d.bytes();
        });
        proxy.blackHole(true);
        send(client, 2);
        send(client, 3);
        assertThat(thirdCame.await(10, TimeUnit.SECONDS)).isTrue();
        proxy.blackHole(false);
        send(client, 4);
        // The third one may be on its way through the proxy yet; the second one has been swallowed.
        assertThat(number(receive(server))).isIn(3, 4);
    }

    @Test
    void injectsInEitherDirection() throws IOException {
        send(client, 1);
        DatagramPacket hello = receive(server);
        InetSocketAddress who = (InetSocketAddress) client.getLocalSocketAddress();
        proxy.inject(Direction.TO_CLIENT, who, new byte[]{0, 0, 0, 7});
        proxy.inject(Direction.TO_SERVER, who, new byte[]{0, 0, 0, 8});
        assertThat(number(receive(client))).isEqualTo(7);
        DatagramPacket injected = receive(server);
        assertThat(number(injected)).isEqualTo(8);
        assertThat(injected.getPort()).isEqualTo(hello.getPort());
    }

    @Test
    void changesThePortThatTheServerSees() throws IOException {
        send(client, 1);
        DatagramPacket before = receive(server);
        proxy.changeSourcePorts();
        send(client, 2);
        DatagramPacket after = receive(server);
        assertThat(after.getPort()).isNotEqualTo(before.getPort());
        server.send(after);
        assertThat(number(receive(client))).isEqualTo(2);
    }

    @Test
    void delaysAsItsModelSays() throws IOException {
        proxy.become(LinkModel.clean().withDelay(100, 0), LinkModel.clean().withDelay(100, 0));
        long beforeNs = System.nanoTime();
        send(client, 1);
        server.send(receive(server));
        receive(client);
        assertThat(System.nanoTime() - beforeNs).isGreaterThanOrEqualTo(200_000_000L);
    }

    @Test
    void losesNothingOfAFastStream() throws Exception {
        proxy.become(LinkModel.clean().withDelay(10, 5), LinkModel.clean().withDelay(10, 5));
        int count = 6_000;
        byte[] payload = new byte[1_316];
        Semaphore room = new Semaphore(150); // what even the kernel's usual buffer holds while a receiver is stopped
        Thread sender = Thread.ofPlatform().daemon().start(() -> {
            try {
                // 6000 datagrams of 1316 bytes in a second are 63 Mbit/s.
                for (int i = 0; i < count; i++) {
                    room.acquireUninterruptibly();
                    client.send(new DatagramPacket(payload, payload.length, proxy.address()));
                    if (i % 12 == 0) {
                        LockSupport.parkNanos(2_000_000);
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(receive(server).getLength()).isEqualTo(1_316);
            room.release();
        }
        sender.join();
    }

    private void send(DatagramSocket from, int number) throws IOException {
        from.send(new DatagramPacket(ByteBuffer.allocate(4).putInt(number).array(), 4, proxy.address()));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        return packet;
    }

    private static int number(DatagramPacket packet) {
        return ByteBuffer.wrap(packet.getData()).getInt();
    }

    private static DatagramSocket open(int bufferBytes) throws IOException {
        DatagramSocket socket = new DatagramSocket(ANY_LOOPBACK);
        socket.setReceiveBufferSize(bufferBytes);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
