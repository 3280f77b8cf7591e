package io.holdover.srt.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Received datagrams in slots of direct memory that are used again for each batch. Runs on its port's thread. */
public final class DatagramBatch {

    /** One slot: a datagram that fills it was cut off and is dropped. */
    static final int SLOT_BYTES = 2048;

    // For life
    private final ByteBuffer[] slots;
    private final @Nullable InetSocketAddress[] peers;

    // Per batch
    private int size;

    /** An empty batch with room for {@code capacityDatagrams}. */
    public DatagramBatch(int capacityDatagrams) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(capacityDatagrams, SLOT_BYTES));
        slots = new ByteBuffer[capacityDatagrams];
        for (int i = 0; i < capacityDatagrams; i++) {
            slots[i] = memory.slice(i * SLOT_BYTES, SLOT_BYTES);
        }
        peers = new InetSocketAddress[capacityDatagrams];
    }

    /** Number of datagrams. */
    public int size() {
        return size;
    }

    /** True when no slot is left. */
    public boolean isFull() {
        return size == slots.length;
    }

    /** The datagram's bytes between position 0 and limit; valid until the next batch. */
    public ByteBuffer datagram(int index) {
        return slots[Objects.checkIndex(index, size)];
    }

    /** Who sent it. */
    public InetSocketAddress peer(int index) {
        return Objects.requireNonNull(peers[Objects.checkIndex(index, size)]);
    }

    /** Forgets all datagrams. */
    void clear() {
        size = 0;
    }

    /** The next free slot, empty; it joins the batch with {@link #commit}. */
    ByteBuffer claim() {
        return slots[size].clear();
    }

    /** The claimed slot holds a datagram that ends at its position. */
    void commit(InetSocketAddress peer) {
        slots[size].flip();
        peers[size] = peer;
        size++;
    }
}
