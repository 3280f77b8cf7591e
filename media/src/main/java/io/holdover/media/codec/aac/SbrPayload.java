package io.holdover.media.codec.aac;

import io.holdover.media.bits.BitReader;

/**
 * Follows sbr_extension_data() of one channel element, ISO/IEC 14496-3 table 4.62, for its headers and for what it takes over from the
 * payload before. One thread.
 */
final class SbrPayload {
    private static final int CHANNELS_MAX = 2;
    /** L_E, 4.6.18.3.3. */
    private static final int ENVELOPES_MAX = 5;
    private static final int FIXFIX_ENVELOPES_MAX = 4;
    private static final int NOISE_FLOORS_MAX = 2;
    /** bs_frame_class, table 4.109. */
    private static final int FIXFIX = 0;
    private static final int FIXVAR = 1;
    private static final int VARFIX = 2;
    private static final int EXTENSION_ID_PS = 2;

    /** sbr_grid() and sbr_dtdf() of one channel. */
    private static final class Grid {
        int envelopes;
        boolean coarse;
        int trailing;
        final boolean[] highResolution = new boolean[ENVELOPES_MAX];
        final boolean[] envelopeOverTime = new boolean[ENVELOPES_MAX];
        final boolean[] noiseOverTime = new boolean[NOISE_FLOORS_MAX];

        int noiseFloors() {
            return envelopes > 1 ? 2 : 1;
        }

        void copy(Grid other) {
            envelopes = other.envelopes;
            coarse = other.coarse;
            trailing = other.trailing;
            System.arraycopy(other.highResolution, 0, highResolution, 0, ENVELOPES_MAX);
        }
    }

    // For life
    private final BitReader in = new BitReader();
    private final int rateHz;
    private final Grid[] grids = {new Grid(), new Grid()};

    // Of the payload
    private boolean selfContained;

    /** @param rateHz {@code FsSBR}: twice the core's rate */
    SbrPayload(int rateHz) {
        this.rateHz = rateHz;
    }

    /** Whether the payload read last can be decoded whatever came before, but for its SBR header. */
    boolean isSelfContained() {
        return selfContained;
    }

    /**
     * Reads a payload and keeps what it tells.
     *
     * @return false if it cannot be understood: then {@code memory} stays as it was
     */
    boolean read(byte[] block, AacElement.SbrFill fill, boolean pair, SbrMemory memory) {
        in.reset(block, 0, block.length);
        in.skip(fill.payload());
        selfContained = false;
        SbrHeader header = memory.header;
        if (in.flag()) { // bs_header_flag
            header = SbrHeader.read(in, rateHz);
        }
        if (header == null || !readData(header, pair)) {
            return false;
        }
        PsHeader former = memory.stereo();
        PsHeader found = null;
        if (in.flag()) { // bs_extended_data
            int bytes = in.bits(4); // bs_extension_size
            if (bytes == 15) {
                bytes += in.bits(8); // bs_esc_count
            }
            long end = in.bitsRead() + 8L * bytes;
            if (bytes > 0 && in.bits(2) == EXTENSION_ID_PS && !pair) { // bs_extension_id
                found = readStereo(former == null ? PsHeader.NOTHING : former);
                if (!found.isKnown()) {
                    return false;
                }
            }
            if (in.bitsRead() > end) {
                return false;
            }
            in.skip(end - in.bitsRead());
        }
        if (in.overrun() || in.bitsRead() > fill.end()) {
            return false;
        }
        selfContained &= found != null || former == null;
        memory.header = header;
        memory.note(found);
        memory.trailing[0] = grids[0].trailing;
        memory.trailing[1] = pair ? grids[1].trailing : 0;
        return true;
    }

    /** sbr_single_channel_element() and sbr_channel_pair_element(), tables 4.65 and 4.66, up to bs_extended_data. */
    private boolean readData(SbrHeader header, boolean pair) {
        int channels = pair ? CHANNELS_MAX : 1;
        if (in.flag()) { // bs_data_extra
            in.bits(4 * channels); // bs_reserved
        }
        boolean coupled = pair && in.flag(); // bs_coupling
        if (!readGrid(grids[0], header.coarse())) {
            return false;
        }
        if (coupled) {
            grids[1].copy(grids[0]);
        } else if (pair && !readGrid(grids[1], header.coarse())) {
            return false;
        }
        selfContained = true;
        for (int channel = 0; channel < channels; channel++) { // sbr_dtdf()
            Grid grid = grids[channel];
            flags(grid.envelopeOverTime, grid.envelopes);
            flags(grid.noiseOverTime, grid.noiseFloors());
            selfContained &= !grid.envelopeOverTime[0] && !grid.noiseOverTime[0];
        }
        in.bits(2 * header.noiseBands() * (coupled ? 1 : channels)); // sbr_invf(): bs_invf_mode
        if (coupled) {
            skipEnvelopes(grids[0], header, false);
            skipNoise(grids[0], header, false);
            skipEnvelopes(grids[1], header, true);
            skipNoise(grids[1], header, true);
        } else {
            for (int channel = 0; channel < channels; channel++) {
                skipEnvelopes(grids[channel], header, false);
            }
            for (int channel = 0; channel < channels; channel++) {
                skipNoise(grids[channel], header, false);
            }
        }
        for (int channel = 0; channel < channels; channel++) {
            if (in.flag()) { // bs_add_harmonic_flag
                in.skip(header.highBands());
            }
        }
        return !in.overrun();
    }

    private void flags(boolean[] flags, int count) {
        for (int index = 0; index < count; index++) {
            flags[index] = in.flag();
        }
    }

    /** sbr_grid(), table 4.69. */
    private boolean readGrid(Grid grid, boolean coarse) {
        int frameClass = in.bits(2); // bs_frame_class
        grid.coarse = coarse;
        grid.trailing = 0;
        if (frameClass == FIXFIX) {
            grid.envelopes = 1 << in.bits(2); // tmp
            if (grid.envelopes > FIXFIX_ENVELOPES_MAX) {
                return false;
            }
            grid.coarse &= grid.envelopes > 1; // 4.6.18.3.3: one envelope has steps of 1.5 dB
            boolean high = in.flag(); // bs_freq_res
            for (int envelope = 0; envelope < grid.envelopes; envelope++) {
                grid.highResolution[envelope] = high;
            }
            return true;
        }
        if (frameClass != FIXVAR) {
            in.bits(2); // bs_var_bord_0
        }
        if (frameClass != VARFIX) {
            grid.trailing = in.bits(2); // bs_var_bord_1
        }
        int before = frameClass == FIXVAR ? 0 : in.bits(2); // bs_num_rel_0
        int after = frameClass == VARFIX ? 0 : in.bits(2); // bs_num_rel_1
        grid.envelopes = before + after + 1;
        if (grid.envelopes > ENVELOPES_MAX) {
            return false;
        }
        in.bits(2 * (before + after)); // bs_rel_bord
        in.bits(32 - Integer.numberOfLeadingZeros(grid.envelopes)); // bs_pointer: ceil(log2(bs_num_env + 1))
        for (int index = 0; index < grid.envelopes; index++) {
            grid.highResolution[frameClass == FIXVAR ? grid.envelopes - 1 - index : index] = in.flag(); // bs_freq_res
        }
        return true;
    }

    /** sbr_envelope(), table 4.72. */
    private void skipEnvelopes(Grid grid, SbrHeader header, boolean balance) {
        int startBits = balance ? grid.coarse ? 5 : 6 : grid.coarse ? 6 : 7; // bs_env_start_value
        for (int envelope = 0; envelope < grid.envelopes; envelope++) {
            boolean overTime = grid.envelopeOverTime[envelope];
            int bands = grid.highResolution[envelope] ? header.highBands() : header.lowBands();
            skipValues(SbrTrees.envelope(balance, grid.coarse, overTime), overTime, startBits, bands);
        }
    }

    /** sbr_noise(), table 4.73. */
    private void skipNoise(Grid grid, SbrHeader header, boolean balance) {
        for (int floor = 0; floor < grid.noiseFloors(); floor++) {
            boolean overTime = grid.noiseOverTime[floor];
            skipValues(SbrTrees.noise(balance, overTime), overTime, 5, header.noiseBands()); // bs_noise_start_value
        }
    }

    private void skipValues(HuffmanTree tree, boolean overTime, int startBits, int bands) {
        if (!overTime) {
            in.bits(startBits);
        }
        tree.skip(in, overTime ? bands : bands - 1);
    }

    /** ps_data(), table 8.9, up to its extension. */
    private PsHeader readStereo(PsHeader former) {
        boolean own = in.flag(); // enable_ps_header
        PsHeader header = own ? PsHeader.read(in) : former;
        if (!header.isKnown()) {
            return header;
        }
        boolean variable = in.flag(); // frame_class
        int index = in.bits(2); // num_env_idx
        int envelopes = variable ? index + 1 : index == 3 ? 4 : index; // num_env, table 8.29
        if (variable) {
            in.bits(5 * envelopes); // border_position
        }
        boolean fresh = own; // and no envelope is how an encoder begins
        if (header.iidMode() >= 0) {
            for (int envelope = 0; envelope < envelopes; envelope++) {
                boolean overTime = in.flag(); // iid_dt
                fresh &= envelope > 0 || !overTime;
                SbrTrees.intensity(header.isFine(), overTime).skip(in, header.iidParameters());
            }
        }
        if (header.iccMode() >= 0) {
            for (int envelope = 0; envelope < envelopes; envelope++) {
                boolean overTime = in.flag(); // icc_dt
                fresh &= envelope > 0 || !overTime;
                SbrTrees.coherence(overTime).skip(in, header.iccParameters());
            }
        }
        selfContained &= fresh;
        return header;
    }
}
