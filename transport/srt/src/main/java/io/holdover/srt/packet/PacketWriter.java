package io.holdover.srt.packet;

import java.nio.ByteBuffer;

import io.holdover.srt.DatagramOutput;

/** Writes the datagrams of one connection: knows the peer's id, the start of our timestamps, and when something last left. Loop thread. */
public final class PacketWriter {
    private static final int NS_PER_US = 1_000;
    /** libsrt sends one word of zeros where a type has no information. */
    private static final int EMPTY_INFORMATION_BYTES = 4;

    // for the connection's life
    private final DatagramOutput output;
    private final int peerSocketId;
    private final long startNs;

    // changes with every datagram
    private long lastSentNs;
    private boolean unflushed;

    public PacketWriter(DatagramOutput output, int peerSocketId, long startNs) {
        this.output = output;
        this.peerSocketId = peerSocketId;
        this.startNs = startNs;
        this.lastSentNs = startNs;
    }

    /** The timestamp that stands for this instant. */
    public int timestampUs(long atNs) {
        return (int) ((atNs - startNs) / NS_PER_US);
    }

    /** When our timestamps began. */
    public long startNs() {
        return startNs;
    }

    /** When the last datagram left; the start if none did. */
    public long lastSentNs() {
        return lastSentNs;
    }

    /** A buffer for one datagram, position 0. Finish with {@link #commit}. */
    public ByteBuffer claim() {
        return output.claim();
    }

    /** A buffer with a control header; the information field begins at {@link PacketHeader#BYTES}. Finish with {@link #commit}. */
    public ByteBuffer claimControl(ControlType type, int subtype, int information, long nowNs) {
        ByteBuffer datagram = output.claim();
        ControlHeader.put(datagram, 0, type, subtype, information, timestampUs(nowNs), peerSocketId);
        return datagram;
    }

    /** Writes the header of a data packet into a claimed buffer. */
    public void putDataHeader(ByteBuffer datagram, int sequence, int messageNumber, int keyFlag, boolean retransmitted,
            int timestampUs) {
        DataHeader.put(datagram, 0, sequence, messageNumber, keyFlag, retransmitted, timestampUs, peerSocketId);
    }

    /** The claimed datagram is complete. */
    public void commit(int lengthBytes, long nowNs) {
        output.commit(lengthBytes);
        lastSentNs = nowNs;
        unflushed = true;
    }

    /** A control packet that carries nothing but its header. */
    public void writeEmpty(ControlType type, int information, long nowNs) {
        ByteBuffer datagram = claimControl(type, 0, information, nowNs);
        datagram.putInt(PacketHeader.BYTES, 0);
        commit(PacketHeader.BYTES + EMPTY_INFORMATION_BYTES, nowNs);
    }

    /** Tells the peer not to wait for the packets from {@code first} to {@code last}. SRT draft 3.2.9. */
    public void writeDropRequest(int messageNumber, int first, int last, long nowNs) {
        ByteBuffer datagram = claimControl(ControlType.DROPREQ, 0, messageNumber, nowNs);
        datagram.putInt(PacketHeader.BYTES, first);
        datagram.putInt(PacketHeader.BYTES + Integer.BYTES, last);
        commit(PacketHeader.BYTES + 2 * Integer.BYTES, nowNs);
    }

    /** A control packet with this information field. */
    public void write(ControlType type, int subtype, byte[] informationField, long nowNs) {
        ByteBuffer datagram = claimControl(type, subtype, 0, nowNs);
        datagram.put(PacketHeader.BYTES, informationField);
        commit(PacketHeader.BYTES + informationField.length, nowNs);
    }

    /** Everything written leaves now. */
    public void flush() {
        if (unflushed) {
            unflushed = false;
            output.flush();
        }
    }
}
