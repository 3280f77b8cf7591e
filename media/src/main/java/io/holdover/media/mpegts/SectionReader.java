package io.holdover.media.mpegts;

/** Takes sections out of transport packets, ISO/IEC 13818-1 2.4.4. One thread. */
final class SectionReader implements PidReader {
    /** Takes whole sections, table_id first; valid during the call. */
    interface Sections {
        void section(byte[] bytes, int from, int to);
    }

    /** table_id 8, flags 4, section_length 12. */
    static final int HEADER_BYTES = 3;
    /** section_length is at most 4093 in private sections, 1021 in PAT and PMT (2.4.4.1). */
    static final int SECTION_MAX_BYTES = HEADER_BYTES + 4093;
    private static final int STUFFING = 0xFF;
    /** {@link #SectionReader}: any table. */
    static final int ANY_TABLE = -1;

    private final Sections sections;
    private final int onlyTableId;
    private final Tally tally;

    // Per section
    private final byte[] section = new byte[SECTION_MAX_BYTES];
    private int length;
    private boolean open;

    /** @param onlyTableId the one table that is of interest, or {@link #ANY_TABLE} */
    SectionReader(Sections sections, int onlyTableId, Tally tally) {
        this.sections = sections;
        this.onlyTableId = onlyTableId;
        this.tally = tally;
    }

    @Override
    public void packet(byte[] bytes, int from, int to, boolean start, boolean stuffed) {
        if (from >= to) {
            return;
        }
        if (!start) {
            if (open) {
                append(bytes, from, to);
            } else if (isUnmarkedStart(bytes, from, to)) {
                sections(bytes, from + 1, to);
            } else {
                tally.orphanPackets++;
            }
            return;
        }
        int first = from + 1 + (bytes[from] & 0xFF); // pointer_field
        if (first > to) {
            drop();
            tally.sectionErrors++;
            return;
        }
        if (open) {
            append(bytes, from + 1, first);
            drop(); // Unless it became whole, its end is missing.
        }
        sections(bytes, first, to);
    }

    /** Some muxers forget payload_unit_start_indicator on tables; the CRC protects from the rest. */
    private boolean isUnmarkedStart(byte[] bytes, int from, int to) {
        return onlyTableId != ANY_TABLE && to - from > HEADER_BYTES && bytes[from] == 0 && (bytes[from + 1] & 0xFF) == onlyTableId;
    }

    private void sections(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] & 0xFF) != STUFFING) {
            open = true;
            length = 0;
            at = append(bytes, at, to);
        }
    }

    /** Adds to the open section; returns the index behind what belongs to it. */
    private int append(byte[] bytes, int from, int to) {
        int at = from;
        while (open && at < to) {
            int whole = length < HEADER_BYTES ? HEADER_BYTES : wholeBytes();
            if (whole > SECTION_MAX_BYTES) {
                tally.sectionErrors++;
                open = false;
                return to;
            }
            int taken = Math.min(whole - length, to - at);
            System.arraycopy(bytes, at, section, length, taken);
            length += taken;
            at += taken;
            if (length >= HEADER_BYTES && length == wholeBytes()) {
                open = false;
                if (onlyTableId == ANY_TABLE || (section[0] & 0xFF) == onlyTableId) {
                    sections.section(section, 0, length);
                }
            }
        }
        return at;
    }

    private int wholeBytes() {
        return HEADER_BYTES + ((section[1] & 0x0F) << 8 | (section[2] & 0xFF)); // section_length
    }

    private void drop() {
        if (open) {
            tally.sectionErrors++;
            open = false;
        }
    }

    @Override
    public void gap(int packets) {
        drop();
    }

    @Override
    public void end() {
        open = false;
    }
}
