package io.holdover.media.codec.h265;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which pictures a decoder has and in which order it shows them, ITU-T H.265 8.3.1 and 8.3.2. It knows the pictures that came since the
 * first random access point. One thread.
 */
final class H265PictureOrder {
    /** {@code MaxDpbSize} (A.4.2). */
    static final int KEPT_MAX = 16;

    /**
     * A decoded picture.
     *
     * @param order {@code PicOrderCntVal}
     * @param copyable whether a picture of TemporalId 0 may refer to it: a short-term reference of the lowest sub-layer, and shown
     */
    record Picture(int order, boolean copyable) {
    }

    // Since the last IRAP picture with NoRaslOutputFlag 1
    private boolean raslSkipped;
    private @Nullable Picture highest;
    private @Nullable H265Coding coding;

    /** In decoding order. */
    private final List<Picture> kept = new ArrayList<>();
    /** {@code prevTid0Pic} */
    private int previousOrder;
    private @Nullable H265Pps pps;

    /** Nothing before the next picture counts. */
    void clear() {
        kept.clear();
        highest = null;
        coding = null;
        pps = null;
    }

    /**
     * A random access point as a place to begin at.
     *
     * @param picOrderCntLsb also its {@code PicOrderCntVal} then
     */
    record Start(H265Coding coding, H265Pps pps, int picOrderCntLsb, boolean output) {
    }

    /** The random access point was forwarded once more, as one that does not know what was before. */
    void startAt(Start start) {
        clear();
        coding = start.coding;
        pps = start.pps;
        raslSkipped = true;
        previousOrder = start.picOrderCntLsb;
        Picture picture = new Picture(start.picOrderCntLsb, start.output);
        kept.add(picture);
        highest = start.output ? picture : null;
    }

    /** A picture was forwarded; one before the first random access point is left out. */
    void add(H265SliceHeader header) {
        boolean starts = H265NalType.isIrap(header.type) && (header.type != H265NalType.CRA || coding == null);
        if (!starts && coding == null) {
            return;
        }
        H265Coding its = header.coding;
        if (its == null) {
            throw new IllegalArgumentException("the header was not read");
        }
        int order = starts ? header.picOrderCntLsb : orderOf(header, its);
        if (starts) {
            clear();
            coding = its;
        }
        if (H265NalType.isIrap(header.type)) {
            raslSkipped = starts;
        }
        if (raslSkipped && H265NalType.isRasl(header.type)) {
            return; // 8.1.3: it is not decoded
        }
        dropAllBut(header, order, its);
        Picture picture = new Picture(order,
                header.output && header.temporalId == 0 && !H265NalType.isSubLayerNonReference(header.type));
        if (kept.size() == KEPT_MAX) {
            kept.removeFirst(); // No conforming stream has as many.
        }
        kept.add(picture);
        pps = header.pps;
        Picture last = highest;
        if (header.output && (last == null || order > last.order)) {
            highest = picture;
        }
        if (header.temporalId == 0 && !H265NalType.isLeading(header.type) && !H265NalType.isSubLayerNonReference(header.type)) {
            previousOrder = order;
        }
    }

    /** 8.3.1 */
    private int orderOf(H265SliceHeader header, H265Coding its) {
        int period = its.picOrderCntPeriod();
        int previousLsb = previousOrder & (period - 1);
        int order = previousOrder - previousLsb + header.picOrderCntLsb;
        if (header.picOrderCntLsb < previousLsb && previousLsb - header.picOrderCntLsb >= period / 2) {
            return order + period;
        }
        return header.picOrderCntLsb > previousLsb && header.picOrderCntLsb - previousLsb > period / 2 ? order - period : order;
    }

    /** 8.3.2: what is in none of the five lists leaves; what is a long-term reference is not copied. */
    private void dropAllBut(H265SliceHeader header, int order, H265Coding its) {
        int size = 0;
        for (int index = 0; index < kept.size(); index++) {
            Picture picture = kept.get(index);
            if (isLongTerm(picture, header, order, its)) {
                kept.set(size++, new Picture(picture.order, false));
            } else if (isShortTerm(picture, header, order)) {
                kept.set(size++, picture);
            }
        }
        kept.subList(size, kept.size()).clear();
    }

    private static boolean isShortTerm(Picture picture, H265SliceHeader header, int order) {
        H265RefPicSet set = header.shortTerm;
        for (int index = 0; set != null && index < set.size(); index++) {
            if (picture.order == order + set.delta(index)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLongTerm(Picture picture, H265SliceHeader header, int order, H265Coding its) {
        int mask = its.picOrderCntPeriod() - 1;
        for (int index = 0; index < header.longTermCount; index++) {
            int cycle = header.longTermMsbCycle[index];
            int lsb = header.longTermLsb[index];
            // equation 8-5
            boolean hit = cycle < 0 ? (picture.order & mask) == lsb
                    : picture.order == order - cycle * its.picOrderCntPeriod() - (order & mask) + lsb;
            if (hit) {
                return true;
            }
        }
        return false;
    }

    /** How many pictures are kept for reference. */
    int keptCount() {
        return kept.size();
    }

    /** The picture shown last; null before the first random access point. */
    @Nullable
    Picture highest() {
        return highest;
    }

    /** The picture that a new one of TemporalId 0 can copy: nearly always {@link #highest}, or the newest one that it may refer to. */
    @Nullable
    Picture copySource() {
        Picture best = null;
        for (Picture picture : kept) {
            if (picture.copyable && (best == null || picture.order > best.order)) {
                best = picture;
            }
        }
        return best;
    }

    /** {@code PicOrderCntVal} of {@code prevTid0Pic}. */
    int previousOrder() {
        return previousOrder;
    }

    /** Of the coded video sequence; null before the first random access point. */
    @Nullable
    H265Coding coding() {
        return coding;
    }

    /** Of the newest picture; null before the first random access point. */
    @Nullable
    H265Pps pps() {
        return pps;
    }
}
