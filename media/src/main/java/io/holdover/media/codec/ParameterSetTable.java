package io.holdover.media.codec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;

/** The newest parameter set of each id. One thread. */
public final class ParameterSetTable {
    /** A set with every scaling list and a full VUI stays under 1000 bytes. */
    public static final int SET_MAX_BYTES = 4096;

    /** All ids together: 256 sets as encoders write them. Whatever changes is compared and copied as a whole. */
    public static final int TOTAL_MAX_BYTES = 32 * 1024;

    private final @Nullable Octets[] sets;
    private int totalBytes;

    /** @param ids how many ids the specification allows */
    public ParameterSetTable(int ids) {
        sets = new Octets[ids];
    }

    /** Whether an id and a length are within what is kept. */
    public boolean accepts(int id, int length) {
        return id >= 0 && id < sets.length && length <= SET_MAX_BYTES && totalBytes - lengthOf(id) + length <= TOTAL_MAX_BYTES;
    }

    /** Keeps the bytes under the id; whether they are new. */
    public boolean put(int id, byte[] bytes, int from, int to) {
        Octets known = sets[id];
        if (known != null && known.matches(bytes, from, to - from)) {
            return false;
        }
        totalBytes += to - from - lengthOf(id);
        sets[id] = Octets.of(bytes, from, to - from);
        return true;
    }

    private int lengthOf(int id) {
        Octets set = sets[id];
        return set == null ? 0 : set.length();
    }

    /** All sets in the order of their ids. */
    public List<Octets> all() {
        List<Octets> all = new ArrayList<>();
        for (Octets set : sets) {
            if (set != null) {
                all.add(set);
            }
        }
        return all;
    }
}
