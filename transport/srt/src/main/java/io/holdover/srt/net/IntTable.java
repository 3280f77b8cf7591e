package io.holdover.srt.net;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A map from non-zero ints to objects with open addressing: no boxes, no nodes, removal without tombstones. One thread.
 *
 * @param <V> what is kept
 */
final class IntTable<V> {

    private static final int FIRST_CAPACITY = 16;

    /** 2^32 divided by the golden ratio: neighbouring keys land far apart. */
    private static final int SPREAD = 0x9E3779B9;

    // For life
    private final int limit;

    // Grows
    private int[] keys = new int[FIRST_CAPACITY];
    private @Nullable Object[] values = new Object[FIRST_CAPACITY];
    private int shift = Integer.numberOfLeadingZeros(FIRST_CAPACITY) + 1;
    private int size;

    /**
     * @param limit the most entries
     */
    IntTable(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == limit;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(int key) {
        int index = find(key);
        return (V) values[index];
    }

    /** Adds an entry. The key must be new and not 0, the table not full. */
    void put(int key, V value) {
        if (isFull()) {
            throw new IllegalStateException("the table has its " + limit + " entries");
        }
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int index = find(key);
        if (key == 0 || values[index] != null) {
            throw new IllegalStateException("key " + key + " is zero or taken");
        }
        keys[index] = key;
        values[index] = value;
        size++;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V remove(int key) {
        int hole = find(key);
        V removed = (V) values[hole];
        if (removed == null) {
            return null;
        }
        size--;
        int mask = keys.length - 1;
        // Entries that could not have their own place move back into the hole, so that searches still meet them.
        for (int i = (hole + 1) & mask; values[i] != null; i = (i + 1) & mask) {
            int home = home(keys[i]);
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                keys[hole] = keys[i];
                values[hole] = values[i];
                hole = i;
            }
        }
        values[hole] = null;
        return removed;
    }

    /** Visits every value; the visitor must not change the table. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> visitor) {
        for (Object value : values) {
            if (value != null) {
                visitor.accept((V) value);
            }
        }
    }

    /** The key's place, or the free place where it would go. */
    private int find(int key) {
        int mask = keys.length - 1;
        int index = home(key);
        while (values[index] != null && keys[index] != key) {
            index = (index + 1) & mask;
        }
        return index;
    }

    private int home(int key) {
        return (key * SPREAD) >>> shift;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable
        Object[] oldValues = values;
        keys = new int[2 * oldKeys.length];
        values = new Object[keys.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int index = find(oldKeys[i]);
                keys[index] = oldKeys[i];
                values[index] = oldValues[i];
            }
        }
    }
}
