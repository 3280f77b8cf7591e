package io.holdover.media.mpegts;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts arriving bytes into transport packets, whatever their alignment. What comes out depends on the bytes alone, never on how they were
 * divided. One
 * thread.
 */
final class TransportSync {
    /** Takes packets: 188 bytes from {@code offset} on, valid during the call. */
    interface Packets {
        void packet(byte[] bytes, int offset);
    }

    /** Sync bytes in a row that make a packet size believable: by chance one of 256^4 places. */
    private static final int PROOF_PACKETS = 5;
    /** Looking further needs 4 x 204 bytes and one. */
    private static final int PROOF_BYTES = (PROOF_PACKETS - 1) * TsPacket.PARITY_SIZE_BYTES + 1;
    /** Copied in pieces of this size from buffers without an array. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int[] SIZES = {TsPacket.SIZE_BYTES, TsPacket.TIMECODED_SIZE_BYTES, TsPacket.PARITY_SIZE_BYTES};

    private final Packets packets;
    private final Tally tally;

    // Bytes that wait for more: less than a packet when locked, less than a proof when not
    private byte[] held = new byte[2 * PROOF_BYTES];
    private int heldBytes;

    private boolean locked;
    private int packetBytes = TsPacket.SIZE_BYTES;
    /** Bytes between packets (time code or parity) that are still to be skipped. */
    private int skip;
    private boolean ending;

    // Scratch
    private byte[] piece = {};

    TransportSync(Packets packets, Tally tally) {
        this.packets = packets;
        this.tally = tally;
    }

    void consume(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            int to = bytes.arrayOffset() + bytes.limit();
            bytes.position(bytes.limit());
            consume(bytes.array(), from, to);
            return;
        }
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), PIECE_BYTES);
            if (piece.length < length) {
                piece = new byte[length];
            }
            bytes.get(piece, 0, length);
            consume(piece, 0, length);
        }
    }

    private void consume(byte[] bytes, int from, int to) {
        int at = from;
        while (heldBytes > 0 && at < to) {
            // Fill up what is held until its packets or its proof are decided, then go on without copying.
            int wanted = locked ? TsPacket.SIZE_BYTES - heldBytes : held.length - heldBytes;
            int taken = Math.min(wanted, to - at);
            System.arraycopy(bytes, at, held, heldBytes, taken);
            at += taken;
            int length = heldBytes + taken;
            heldBytes = 0;
            int left = length - process(held, 0, length);
            if (left > 0 && taken >= left && at < to) {
                at -= left; // What is left came with these bytes.
            } else {
                System.arraycopy(held, length - left, held, 0, left);
                heldBytes = left;
            }
        }
        if (at < to) {
            at += process(bytes, at, to);
            heldBytes = to - at;
            System.arraycopy(bytes, at, held, 0, heldBytes);
        }
    }

    /** Returns how many bytes were used. */
    private int process(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (!locked) {
                int found = search(bytes, at, to);
                tally.junkBytes += found - at;
                at = found;
                if (!locked) {
                    return at - from;
                }
            }
            if (skip > 0) {
                int skipped = Math.min(skip, to - at);
                skip -= skipped;
                at += skipped;
                continue;
            }
            if (bytes[at] != TsPacket.SYNC_BYTE) {
                locked = false;
                tally.syncLosses++;
                continue;
            }
            if (to - at < TsPacket.SIZE_BYTES) {
                return at - from;
            }
            packets.packet(bytes, at);
            at += TsPacket.SIZE_BYTES;
            skip = packetBytes - TsPacket.SIZE_BYTES;
        }
        return at - from;
    }

    /** Goes to the first place that is a packet's beginning, and locks; or to the first one that cannot be decided yet. */
    private int search(byte[] bytes, int from, int to) {
        skip = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] != TsPacket.SYNC_BYTE) {
                continue;
            }
            if (!ending && to - at < PROOF_BYTES) {
                return at;
            }
            if (proves(bytes, at, to, packetBytes)) {
                locked = true;
                return at;
            }
            for (int size : SIZES) {
                if (proves(bytes, at, to, size)) {
                    packetBytes = size;
                    locked = true;
                    return at;
                }
            }
        }
        return to;
    }

    /** At the end of input the packets that are there must do. */
    private static boolean proves(byte[] bytes, int from, int to, int size) {
        for (int packet = 1; packet < PROOF_PACKETS; packet++) {
            int at = from + packet * size;
            if (at < to && bytes[at] != TsPacket.SYNC_BYTE) {
                return false;
            }
        }
        return to - from >= TsPacket.SIZE_BYTES;
    }

    /** Bytes are missing here: an unfinished packet never gets its end. */
    void gap() {
        if (heldBytes == 0 && skip == 0) {
            return; // Between two packets: nothing is cut.
        }
        tally.junkBytes += heldBytes;
        heldBytes = 0;
        skip = 0;
        locked = false;
    }

    /** Decides with what is there. */
    void finish() {
        ending = true;
        byte[] rest = Arrays.copyOf(held, heldBytes);
        int used = process(rest, 0, heldBytes);
        tally.junkBytes += rest.length - used;
        ending = false;
        heldBytes = 0;
        skip = 0;
        locked = false;
    }
}
