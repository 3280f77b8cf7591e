package io.holdover.srt.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.DatagramOutput;

/**
 * Lays the datagrams for one peer after another into one buffer, so that those of equal length lie side by side and leave as one train.
 * All peers of a loop share it: a claim for another peer, or a full buffer, sends what is there. Loop thread.
 */
final class TrainWriter {

    private static final int CAPACITY_BYTES = 65_536;

    /** Datagrams begin at multiples of 4, where nearly all SRT datagrams end. */
    private static final int ALIGNMENT_BYTES = 4;

    // For life
    private final UdpPort port;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY_BYTES);
    private final @Nullable ByteBuffer[] views = new ByteBuffer[CAPACITY_BYTES / ALIGNMENT_BYTES];

    // The train that grows: all its datagrams are segmentBytes long and go to one peer
    private @Nullable InetSocketAddress peer;
    private int startBytes;
    private int endBytes;
    private int segmentBytes;

    TrainWriter(UdpPort port) {
        this.port = port;
    }

    /** The way to one peer. */
    DatagramOutput outputTo(InetSocketAddress target) {
        return new DatagramOutput() {
            @Override
            public ByteBuffer claim() {
                return TrainWriter.this.claim(target);
            }

            @Override
            public void commit(int lengthBytes) {
                TrainWriter.this.commit(lengthBytes);
            }

            @Override
            public void flush() {
                TrainWriter.this.flush();
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // each way has its own address object
    private ByteBuffer claim(InetSocketAddress target) {
        if (peer != target) {
            flush();
            peer = target;
        }
        if (endBytes + DatagramOutput.MAX_DATAGRAM_BYTES > CAPACITY_BYTES) {
            flush();
        }
        return viewAt(endBytes).clear();
    }

    private void commit(int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > DatagramOutput.MAX_DATAGRAM_BYTES) {
            throw new IllegalStateException("a datagram of " + lengthBytes + " bytes");
        }
        if (endBytes > startBytes && lengthBytes > segmentBytes) {
            sendTrain();
        }
        if (endBytes == startBytes) {
            segmentBytes = lengthBytes;
        }
        endBytes += lengthBytes;
        // A shorter datagram may only be the last one of a train.
        if (lengthBytes < segmentBytes || lengthBytes % ALIGNMENT_BYTES != 0 || endBytes - startBytes >= trainLimitBytes()) {
            sendTrain();
        }
    }

    /** What was committed leaves now. */
    void flush() {
        if (endBytes > startBytes) {
            sendTrain();
        }
        startBytes = 0;
        endBytes = 0;
    }

    private int trainLimitBytes() {
        int datagrams = Math.min(UdpPort.MAX_TRAIN_DATAGRAMS, UdpPort.MAX_TRAIN_BYTES / segmentBytes);
        return datagrams * segmentBytes;
    }

    private void sendTrain() {
        InetSocketAddress target = peer;
        if (target != null) {
            buffer.limit(endBytes).position(startBytes);
            port.send(buffer, segmentBytes, target);
            buffer.clear();
        }
        // The next train begins behind this one, unless that place is crooked or near the end.
        startBytes = Math.ceilDiv(endBytes, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        endBytes = startBytes;
    }

    private ByteBuffer viewAt(int offsetBytes) {
        int index = offsetBytes / ALIGNMENT_BYTES;
        ByteBuffer view = views[index];
        if (view == null) {
            view = buffer.slice(offsetBytes, DatagramOutput.MAX_DATAGRAM_BYTES);
            views[index] = view;
        }
        return view;
    }
}
