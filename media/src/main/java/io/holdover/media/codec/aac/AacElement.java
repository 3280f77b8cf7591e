package io.holdover.media.codec.aac;

import org.jspecify.annotations.Nullable;

/**
 * A channel element of a raw_data_block() and where the SBR payload behind it lies, ISO/IEC 14496-3 4.4.2.1.
 *
 * @param id {@code id_syn_ele}: {@link #SCE}, {@link #CPE} or {@link #LFE}
 * @param tag {@code element_instance_tag}
 * @param second of a pair, else null
 * @param fill where the fill element with SBR data lies; null if there is none
 */
record AacElement(int id, int tag, ChannelWindow first, @Nullable ChannelWindow second, @Nullable SbrFill fill) {
    // id_syn_ele, table 4.85
    static final int SCE = 0;
    static final int CPE = 1;
    static final int CCE = 2;
    static final int LFE = 3;
    static final int DSE = 4;
    static final int PCE = 5;
    static final int FIL = 6;
    static final int END = 7;

    /**
     * In bits from the block's first.
     *
     * @param begin of the fill element's id
     * @param payload behind {@code extension_type} and CRC
     * @param end of the fill element
     */
    record SbrFill(int begin, int payload, int end) {
    }

    AacElement with(SbrFill newFill) {
        return new AacElement(id, tag, first, second, newFill);
    }

    boolean isPair() {
        return id == CPE;
    }

    /** Whether both stand for the same thing in a stream. */
    boolean resembles(AacElement other) {
        return id == other.id && tag == other.tag && (fill == null) == (other.fill == null);
    }
}
