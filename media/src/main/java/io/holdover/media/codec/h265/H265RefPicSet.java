package io.holdover.media.codec.h265;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitReader;

/** A short-term reference picture set, ITU-T H.265 7.3.7: which pictures stay, as distances in picture order count. Immutable. */
final class H265RefPicSet {
    /** {@code num_short_term_ref_pic_sets} is at most 64 (7.4.3.2.1). */
    static final int SETS_MAX = 64;
    /** {@code sps_max_dec_pic_buffering_minus1} is at most 15 (A.4.2), and so is a set. */
    static final int PICTURES_MAX = 16;
    /** {@code delta_poc_s0_minus1} and {@code abs_delta_rps_minus1} are at most 2^15 - 1 (7.4.8). */
    private static final int DELTA_MAX = 1 << 15;

    /** Negative ones first, each group from the nearest to the farthest. */
    private final int[] deltas;
    private final int negatives;

    private H265RefPicSet(int[] deltas, int negatives) {
        this.deltas = deltas;
        this.negatives = negatives;
    }

    int size() {
        return deltas.length;
    }

    /** {@code DeltaPocS0} and {@code DeltaPocS1} in this order, whether used by the current picture or by later ones only. */
    int delta(int index) {
        return deltas[index];
    }

    /**
     * Reads a set.
     *
     * @param index {@code stRpsIdx}; the number of sets in the SPS for one in a slice header
     * @param inSlice whether it stands in a slice header
     * @param sets those before it
     * @return null if it is malformed
     */
    static @Nullable H265RefPicSet read(BitReader in, int index, boolean inSlice, List<H265RefPicSet> sets) {
        boolean predicted = index > 0 && in.flag(); // inter_ref_pic_set_prediction_flag
        return predicted ? readPredicted(in, index, inSlice, sets) : readExplicit(in);
    }

    private static @Nullable H265RefPicSet readExplicit(BitReader in) {
        int negatives = in.ue();
        int positives = in.ue();
        if (negatives > PICTURES_MAX || positives > PICTURES_MAX - negatives) {
            return null;
        }
        int[] deltas = new int[negatives + positives];
        int delta = 0;
        for (int index = 0; index < deltas.length; index++) {
            int step = in.ue() + 1; // delta_poc_s0_minus1, delta_poc_s1_minus1
            if (step > DELTA_MAX) {
                return null;
            }
            delta = index == negatives ? step : delta + (index < negatives ? -step : step);
            deltas[index] = delta;
            in.flag(); // used_by_curr_pic_s0_flag, used_by_curr_pic_s1_flag
        }
        return in.overrun() ? null : new H265RefPicSet(deltas, negatives);
    }

    /** Equations 7-59 to 7-62. */
    private static @Nullable H265RefPicSet readPredicted(BitReader in, int index, boolean inSlice, List<H265RefPicSet> sets) {
        int back = inSlice ? in.ue() + 1 : 1; // delta_idx_minus1
        boolean down = in.flag(); // delta_rps_sign
        int distance = in.ue() + 1; // abs_delta_rps_minus1
        if (back > index || distance > DELTA_MAX) {
            return null;
        }
        H265RefPicSet known = sets.get(index - back);
        int shift = down ? -distance : distance;
        boolean[] kept = new boolean[known.size() + 1];
        for (int j = 0; j < kept.length; j++) {
            boolean used = in.flag(); // used_by_curr_pic_flag
            kept[j] = used || in.flag(); // use_delta_flag
        }
        int[] deltas = new int[known.size() + 1];
        int size = 0;
        // Negative: the known positive ones from the farthest, the known picture itself, the known negative ones from the nearest.
        for (int j = known.size() - 1; j >= known.negatives; j--) {
            size = put(deltas, size, kept[j], known.deltas[j] + shift, true);
        }
        size = put(deltas, size, kept[known.size()], shift, true);
        for (int j = 0; j < known.negatives; j++) {
            size = put(deltas, size, kept[j], known.deltas[j] + shift, true);
        }
        int negatives = size;
        for (int j = known.negatives - 1; j >= 0; j--) {
            size = put(deltas, size, kept[j], known.deltas[j] + shift, false);
        }
        size = put(deltas, size, kept[known.size()], shift, false);
        for (int j = known.negatives; j < known.size(); j++) {
            size = put(deltas, size, kept[j], known.deltas[j] + shift, false);
        }
        return in.overrun() || size > PICTURES_MAX ? null : new H265RefPicSet(Arrays.copyOf(deltas, size), negatives);
    }

    private static int put(int[] deltas, int size, boolean kept, int delta, boolean negative) {
        if (!kept || delta == 0 || (delta < 0) != negative) {
            return size;
        }
        deltas[size] = delta;
        return size + 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof H265RefPicSet that && Arrays.equals(deltas, that.deltas);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(deltas);
    }

    @Override
    public String toString() {
        return Arrays.toString(deltas);
    }
}
