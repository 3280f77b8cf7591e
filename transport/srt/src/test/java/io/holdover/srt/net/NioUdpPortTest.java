package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioUdpPortTest {

    private static final long SECOND_NS = 1_000_000_000;

    private final DatagramBatch batch = new DatagramBatch(128);
    private UdpPort port;

    @BeforeEach
    void open() throws IOException {
        port = UdpPort.open(new InetSocketAddress(0), UdpOptions.defaults());
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void failsWhenItsSocketIsClosedAndSaysSo() {
        assertThat(port.isOpen()).isTrue();
        port.close();
        assertThat(port.isOpen()).isFalse();
        assertThatThrownBy(() -> port.receive(batch)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> port.await(SECOND_NS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void servesBothAddressFamiliesAndShowsMappedPeersAsIpv4() throws IOException {
        for (String host : List.of("127.0.0.1", "::1")) {
            InetAddress address = InetAddress.ofLiteral(host);
            try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(address, 0))) {
                client.setSoTimeout(5_000);
                client.send(new DatagramPacket(new byte[]{1, 2, 3}, 3, address, port.localAddress().getPort()));

                port.await(5 * SECOND_NS);
                assertThat(port.receive(batch)).isOne();
                assertThat(batch.peer(0)).isEqualTo(client.getLocalSocketAddress());
                assertThat(batch.peer(0).getAddress() instanceof Inet4Address).isEqualTo(address instanceof Inet4Address);
                assertThat(batch.datagram(0).remaining()).isEqualTo(3);

                assertThat(port.send(direct(7), 7, batch.peer(0))).isOne();
                DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                client.receive(answer);
                assertThat(answer.getLength()).isEqualTo(7);
                assertThat(answer.getPort()).isEqualTo(port.localAddress().getPort());
            }
        }
    }

    @Test
    void cutsATrainIntoItsDatagrams() throws IOException {
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            client.setSoTimeout(5_000);
            ByteBuffer train = direct(3 * 1000 + 44);
            assertThat(port.send(train, 1000, (InetSocketAddress) client.getLocalSocketAddress())).isEqualTo(4);
            assertThat(train.hasRemaining()).isFalse();
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                client.receive(packet);
                lengths.add(packet.getLength());
                assertThat(packet.getData()[0]).isEqualTo((byte) (1000 * i));
            }
            assertThat(lengths).containsExactly(1000, 1000, 1000, 44);
        }
    }

    @Test
    void dropsWhatIsLongerThanASlot() throws IOException {
        try (DatagramSocket client = new DatagramSocket()) {
            InetAddress host = InetAddress.ofLiteral("127.0.0.1");
            for (int length : new int[]{UdpPort.MAX_DATAGRAM_BYTES + 1, 9_000, UdpPort.MAX_DATAGRAM_BYTES}) {
                client.send(new DatagramPacket(new byte[length], length, host, port.localAddress().getPort()));
            }
            port.await(SECOND_NS);
            assertThat(port.receive(batch)).isOne();
            assertThat(batch.datagram(0).remaining()).isEqualTo(UdpPort.MAX_DATAGRAM_BYTES);
            assertThat(port.counters().oversizedDatagrams()).isEqualTo(2);
        }
    }

    @Test
    void survivesPeersThatAreGoneAndAddressesThatCannotBeReached() throws IOException {
        InetSocketAddress gone;
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            gone = (InetSocketAddress) client.getLocalSocketAddress();
        }
        for (int i = 0; i < 10; i++) {
            port.send(direct(100), 100, gone);
        }
        // Broadcast is not allowed on this socket: the kernel refuses with EACCES.
        assertThat(port.send(direct(100), 100, new InetSocketAddress("255.255.255.255", 9))).isZero();
        assertThat(port.counters().sendErrors()).isOne();

        try (DatagramSocket client = new DatagramSocket()) {
            client.send(new DatagramPacket(new byte[20], 20, InetAddress.ofLiteral("127.0.0.1"), port.localAddress().getPort()));
            port.await(5 * SECOND_NS);
            assertThat(port.receive(batch)).isOne();
        }
    }

    @Test
    void fillsABatchAndKeepsTheRest() throws IOException {
        DatagramBatch small = new DatagramBatch(8);
        try (DatagramSocket client = new DatagramSocket()) {
            for (int i = 0; i < 20; i++) {
                client.send(new DatagramPacket(new byte[]{(byte) i}, 1, InetAddress.ofLiteral("127.0.0.1"), port.localAddress().getPort()));
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int expected : new int[]{8, 8, 4, 0}) {
            assertThat(port.receive(small)).isEqualTo(expected);
            for (int i = 0; i < small.size(); i++) {
                order.add((int) small.datagram(i).get());
            }
        }
        assertThat(order).hasSize(20).isSorted();
    }

    @Test
    void endsItsWaitWhenWoken() {
        long beforeNs = System.nanoTime();
        port.wakeup();
        port.await(20 * SECOND_NS);
        Thread.ofVirtual().start(port::wakeup);
        port.await(20 * SECOND_NS);
        port.await(0);
        port.await(-1);
        assertThat(Duration.ofNanos(System.nanoTime() - beforeNs)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void failsToOpenOnAPortThatIsTaken() {
        assertThatThrownBy(() -> UdpPort.open(new InetSocketAddress(port.localAddress().getPort()), UdpOptions.defaults()))
                .isInstanceOf(BindException.class);
    }

    private static ByteBuffer direct(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < bytes; i++) {
            buffer.put(i, (byte) i);
        }
        return buffer;
    }
}
