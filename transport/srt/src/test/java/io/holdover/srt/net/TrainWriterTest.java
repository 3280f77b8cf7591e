package io.holdover.srt.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.holdover.srt.DatagramOutput;

class TrainWriterTest {

    private static final InetSocketAddress A = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001);
    private static final InetSocketAddress B = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002);

    private final RecordingPort port = new RecordingPort();
    private final TrainWriter writer = new TrainWriter(port);

    @Test
    void sendsEqualDatagramsForOnePeerAsOneTrain() {
        DatagramOutput out = writer.outputTo(A);
        for (int i = 0; i < 5; i++) {
            write(out, 1332, i);
        }
        assertThat(port.trains).isEmpty();
        out.flush();
        assertThat(port.trains).containsExactly("1001: 5 x 1332");
        out.flush();
        assertThat(port.trains).hasSize(1);
    }

    @Test
    void endsATrainWithAShorterDatagramAndBeginsAnotherWithALongerOne() {
        DatagramOutput out = writer.outputTo(A);
        write(out, 100, 0);
        write(out, 100, 1);
        write(out, 44, 2);
        write(out, 100, 3);
        write(out, 200, 4);
        write(out, 201, 5);
        write(out, 201, 6);
        out.flush();
        assertThat(port.trains).containsExactly("1001: 2 x 100 + 44", "1001: 1 x 100", "1001: 1 x 200", "1001: 1 x 201", "1001: 1 x 201");
        assertThat(port.marks).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void sendsWhatOnePeerHasBeforeAnotherPeersDatagrams() {
        DatagramOutput toA = writer.outputTo(A);
        DatagramOutput toB = writer.outputTo(B);
        write(toA, 100, 0);
        write(toB, 100, 1);
        write(toB, 100, 2);
        toA.flush();
        assertThat(port.trains).containsExactly("1001: 1 x 100", "1002: 2 x 100");
    }

    @Test
    void forgetsAClaimThatIsNotCommitted() {
        DatagramOutput toA = writer.outputTo(A);
        toA.claim().putInt(99);
        write(writer.outputTo(B), 20, 1);
        toA.claim().putInt(99);
        toA.flush();
        assertThat(port.trains).containsExactly("1002: 1 x 20");
        assertThat(port.marks).containsExactly(1);
    }

    @Test
    void keepsTrainsWithinWhatTheKernelTakes() {
        DatagramOutput out = writer.outputTo(A);
        for (int i = 0; i < 200; i++) {
            write(out, 1472, i);
        }
        for (int i = 0; i < 200; i++) {
            write(out, 16, i);
        }
        out.flush();
        assertThat(port.trains).containsExactly("1001: 44 x 1472", "1001: 44 x 1472", "1001: 44 x 1472", "1001: 44 x 1472",
                "1001: 24 x 1472 + 16", "1001: 64 x 16", "1001: 64 x 16", "1001: 64 x 16", "1001: 7 x 16");
    }

    @Test
    void deliversEveryDatagramInOrderWhateverTheLengths() {
        for (long seed = 1; seed <= 20; seed++) {
            port.marks.clear();
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> written = new ArrayList<>();
            DatagramOutput[] outs = {writer.outputTo(A), writer.outputTo(B)};
            DatagramOutput out = outs[0];
            int lengthBytes = 1332;
            for (int i = 0; i < 5_000; i++) {
                if (random.nextInt(10) == 0) {
                    out = outs[random.nextInt(2)];
                }
                if (random.nextInt(5) == 0) {
                    lengthBytes = 4 + random.nextInt(1469);
                }
                write(out, lengthBytes, i);
                written.add(i);
            }
            out.flush();
            assertThat(port.marks).as("seed %d", seed).isEqualTo(written);
        }
    }

    @Test
    void refusesLengthsThatWereNeverClaimed() {
        DatagramOutput out = writer.outputTo(A);
        out.claim();
        assertThatThrownBy(() -> out.commit(1473)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> out.commit(0)).isInstanceOf(IllegalStateException.class);
    }

    private static void write(DatagramOutput out, int lengthBytes, int mark) {
        ByteBuffer datagram = out.claim();
        assertThat(datagram.position()).isZero();
        assertThat(datagram.limit()).isEqualTo(DatagramOutput.MAX_DATAGRAM_BYTES);
        datagram.putInt(0, mark);
        out.commit(lengthBytes);
    }

    /** Writes down each train in words, and the mark at the start of each datagram. */
    private static final class RecordingPort implements UdpPort {
        private final List<String> trains = new ArrayList<>();
        private final List<Integer> marks = new ArrayList<>();

        @Override
        public int send(ByteBuffer train, int segmentBytes, InetSocketAddress peer) {
            assertThat(train.remaining()).isLessThanOrEqualTo(MAX_TRAIN_BYTES);
            int whole = train.remaining() / segmentBytes;
            int rest = train.remaining() % segmentBytes;
            assertThat(whole + (rest > 0 ? 1 : 0)).isLessThanOrEqualTo(MAX_TRAIN_DATAGRAMS);
            trains.add(peer.getPort() + ": " + whole + " x " + segmentBytes + (rest > 0 ? " + " + rest : ""));
            for (int at = train.position(); at < train.limit(); at += segmentBytes) {
                marks.add(train.getInt(at));
            }
            train.position(train.limit());
            return whole;
        }

        @Override
        public InetSocketAddress localAddress() {
            return A;
        }

        @Override
        public int receive(DatagramBatch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void await(long timeoutNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            throw new UnsupportedOperationException();
        }

        @Override
        public UdpCounters counters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
