package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.crypto.TestKeys;

/** What a packet costs once everything has grown: no allocation of ours, and little time (printed, since it depends on the machine). */
class SteadyStateTest {
    private static final int PACKETS_PER_BATCH = 10;
    private static final int BATCHES = 20_000;
    private static final long BATCH_NS = 5_000_000;
    private static final int PAYLOAD_BYTES = 1316;
    private static final int FIRST = 1000;
    /** Something else in the virtual machine may allocate on this thread now and then; a packet that did would show as 16 bytes or more. */
    private static final double MAX_BYTES_PER_PACKET = 1;
    /** What the JCA allocates to set a cipher up. */
    private static final double MAX_BYTES_PER_ENCRYPTED_PACKET = 160;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InetSocketAddress peer = TestCaller.address(40_000);
    private final Sink sink = new Sink();
    private long nowNs = SimulatedPair.START_NS;
    private long received;

    private static final class Sink implements SrtDriver, DatagramOutput {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
        private int lastAcknowledgement;

        @Override
        public ByteBuffer claim() {
            return buffer.clear();
        }

        @Override
        public void commit(int lengthBytes) {
            if (buffer.getInt(0) == 0x8002_0000 && lengthBytes > 20) {
                lastAcknowledgement = buffer.getInt(4);
            }
        }

        @Override
        public void flush() {
            // nowhere
        }

        @Override
        public DatagramOutput outputTo(InetSocketAddress to) {
            return this;
        }

        @Override
        public int newSocketId() {
            return 77;
        }

        @Override
        public void onOpened(SrtConnection connection) {
            // there is only one
        }

        @Override
        public void onActive(SrtConnection connection) {
            // flushed anyway
        }
    }

    private SrtConnection connect(boolean encrypted) {
        TestKeys keys = TestKeys.generate(new byte[10], 16, 1);
        TestCaller caller = new TestCaller();
        caller.keyMaterial = encrypted ? keys.message().toBytes() : null;
        SrtConnection[] opened = new SrtConnection[1];
        SrtListener listener = new SrtListener(SrtOptions.defaults(), SimulatedHost.secret(), sink, request -> opened[0] = request
                .accept(new AcceptOptions(SrtOptions.defaults(), encrypted ? keys.keys() : null), new CountingHandler(), nowNs));
        listener.onDatagram(ByteBuffer.wrap(caller.induction()), peer, nowNs);
        int cookie = sink.buffer.getInt(44);
        listener.onDatagram(ByteBuffer.wrap(caller.conclusion(cookie)), peer, nowNs);
        return opened[0];
    }

    private final class CountingHandler extends RecordingHandler {
        @Override
        public void onPayload(SrtConnection connection, ByteBuffer payload, long atNs) {
            received++;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void receivesWithoutAllocating(boolean encrypted) {
        SrtConnection connection = connect(encrypted);
        ByteBuffer datagram = ByteBuffer.allocateDirect(16 + PAYLOAD_BYTES);
        ByteBuffer confirmation = ByteBuffer.allocateDirect(20);
        measure("received", encrypted, batch -> {
            for (int i = 0; i < PACKETS_PER_BATCH; i++) {
                int index = batch * PACKETS_PER_BATCH + i;
                datagram.clear().putInt(0, FIRST + index).putInt(4, 0xC000_0000 | (encrypted ? 1 << 27 : 0) | 1 + index % 1_000_000)
                        .putInt(8, timestampUs()).putInt(12, 77);
                connection.onDatagram(datagram, peer, nowNs);
            }
            if (connection.nextDeadlineNs() <= nowNs) {
                connection.onTimer(nowNs);
            }
            connection.flush(nowNs);
            confirmation.clear().putInt(0, 0x8006_0000).putInt(4, sink.lastAcknowledgement).putInt(8, timestampUs()).putInt(12, 77);
            connection.onDatagram(confirmation, peer, nowNs);
        });
        assertThat(received).isGreaterThan(2L * BATCHES * PACKETS_PER_BATCH - 1_000);
        assertThat(connection.statistics(nowNs).received().lossPackets()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsWithoutAllocating(boolean encrypted) {
        SrtConnection connection = connect(encrypted);
        ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
        PayloadSource source = (index, target) -> {
            target.put(target.position(), payload, 0, PAYLOAD_BYTES);
            target.position(target.position() + PAYLOAD_BYTES);
            return PAYLOAD_BYTES;
        };
        ByteBuffer acknowledgement = ByteBuffer.allocateDirect(16 + 28);
        measure("sent", encrypted, batch -> {
            for (int i = 0; i < PACKETS_PER_BATCH; i++) {
                connection.offer(source, i, PAYLOAD_BYTES, nowNs, nowNs);
            }
            if (connection.nextDeadlineNs() <= nowNs) {
                connection.onTimer(nowNs);
            }
            connection.flush(nowNs);
            acknowledgement.clear().putInt(0, 0x8002_0000).putInt(4, batch + 1).putInt(8, timestampUs()).putInt(12, 77)
                    .putInt(16, FIRST + batch * PACKETS_PER_BATCH).putInt(20, 10_000).putInt(24, 1_000).putInt(28, 8_000);
            connection.onDatagram(acknowledgement, peer, nowNs);
        });
        SrtStatistics.Sent sent = connection.statistics(nowNs).sent();
        assertThat(sent.uniquePackets()).isEqualTo(2L * BATCHES * PACKETS_PER_BATCH);
        assertThat(sent.retransmittedPackets()).isZero();
    }

    private int timestampUs() {
        return (int) ((nowNs - SimulatedPair.START_NS) / 1000);
    }

    private interface Batch {
        void run(int batch);
    }

    private void measure(String what, boolean encrypted, Batch work) {
        for (int batch = 0; batch < BATCHES; batch++) {
            nowNs += BATCH_NS;
            work.run(batch);
        }
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        for (int batch = BATCHES; batch < 2 * BATCHES; batch++) {
            nowNs += BATCH_NS;
            work.run(batch);
        }
        double packets = (double) BATCHES * PACKETS_PER_BATCH;
        double nsPerPacket = (threads.getCurrentThreadCpuTime() - cpuBefore) / packets;
        double bytesPerPacket = (threads.getCurrentThreadAllocatedBytes() - bytesBefore) / packets;
        System.out.printf("%s: %.0f ns and %.3f bytes allocated per packet%n", what + (encrypted ? ", encrypted" : ""), nsPerPacket,
                bytesPerPacket);
        assertThat(bytesPerPacket).as("bytes allocated per packet")
                .isLessThan(encrypted ? MAX_BYTES_PER_ENCRYPTED_PACKET : MAX_BYTES_PER_PACKET);
    }
}
