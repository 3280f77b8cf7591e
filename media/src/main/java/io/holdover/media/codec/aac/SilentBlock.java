package io.holdover.media.codec.aac;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;

/** Writes a raw_data_block() without a sound, and the SBR payloads that belong into it. */
final class SilentBlock {
    private static final int EXT_SBR_DATA = 13; // extension_type
    private static final int FIXFIX = 0; // bs_frame_class
    private static final int VARFIX = 2;
    private static final int EXTENSION_ID_PS = 2;
    /** bs_extension_size of parametric stereo that is switched off: 2 bits of id, 1 + 3 of header, 3 of envelope count. */
    private static final int STEREO_BYTES = 2;
    /** bs_noise_start_value: the noise is 2^(6 - 30) of the energy. */
    private static final int LEAST_NOISE = 30;

    private SilentBlock() {
    }

    /**
     * A whole block.
     *
     * @param programConfig as {@link RawBlock#programConfig}, null if the frames have none
     * @param elements in order
     * @param memories of the SBR payloads, null where an element has none
     * @param continues whether it follows what {@code elements} and {@code memories} tell, not silence
     */
    static byte[] write(@Nullable Octets programConfig, List<AacElement> elements, List<@Nullable SbrMemory> memories,
            boolean continues) {
        BitWriter out = new BitWriter();
        if (programConfig != null) {
            out.copy(new BitReader(programConfig.toArray(), 0, programConfig.length()), 8L * programConfig.length());
        }
        for (int index = 0; index < elements.size(); index++) {
            AacElement element = elements.get(index);
            putElement(out, element, continues);
            SbrMemory memory = memories.get(index);
            if (memory != null && memory.header != null) {
                putFill(out, memory.header, memory, element.isPair(), continues);
            }
        }
        return out.put(AacElement.END, 3).octets().toArray();
    }

    private static void putElement(BitWriter out, AacElement element, boolean continues) {
        ChannelWindow first = continues ? element.first().successor() : ChannelWindow.PLAIN;
        out.put(element.id(), 3).put(element.tag(), 4);
        ChannelWindow behind = element.second();
        if (behind == null) {
            putChannel(out, first);
            return;
        }
        ChannelWindow second = continues ? behind.successor() : ChannelWindow.PLAIN;
        boolean common = first.equals(second);
        out.put(common ? 1 : 0, 1); // common_window
        if (common) {
            putInfo(out, first);
            out.put(0, 2); // ms_mask_present
        }
        putChannel(out, common ? null : first);
        putChannel(out, common ? null : second);
    }

    /** individual_channel_stream() with max_sfb 0, ISO/IEC 14496-3 table 4.50. */
    private static void putChannel(BitWriter out, @Nullable ChannelWindow window) {
        out.put(0, 8); // global_gain
        if (window != null) {
            putInfo(out, window);
        }
        out.put(0, 3); // pulse_data_present, tns_data_present, gain_control_data_present
    }

    /** ics_info(), table 4.6. */
    private static void putInfo(BitWriter out, ChannelWindow window) {
        out.put(0, 1).put(window.sequence(), 2).put(window.shape(), 1); // ics_reserved_bit, window_sequence, window_shape
        out.put(0, 6).put(0, 1); // max_sfb, predictor_data_present
    }

    /**
     * A fill element with SBR data of the least energy, ISO/IEC 14496-3 tables 4.11 and 4.62.
     *
     * @param continues whether its envelope begins where {@code memory}'s ended, not at the frame's border
     */
    static void putFill(BitWriter out, SbrHeader header, SbrMemory memory, boolean pair, boolean continues) {
        BitWriter payload = payload(header, memory, pair, continues);
        Octets bytes = payload.octets();
        out.put(AacElement.FIL, 3);
        if (bytes.length() < 15) {
            out.put(bytes.length(), 4); // count
        } else {
            out.put(15, 4).put(bytes.length() - 14, 8); // count, esc_count
        }
        out.copy(new BitReader(bytes.toArray(), 0, bytes.length()), 8L * bytes.length());
    }

    private static BitWriter payload(SbrHeader header, SbrMemory memory, boolean pair, boolean continues) {
        int channels = pair ? 2 : 1;
        BitWriter out = new BitWriter().put(EXT_SBR_DATA, 4);
        out.put(1, 1).put(header.bits(), header.bitCount()); // bs_header_flag, sbr_header()
        out.put(0, 1).put(0, pair ? 1 : 0); // bs_data_extra, bs_coupling
        boolean[] coarse = new boolean[2];
        for (int channel = 0; channel < channels; channel++) {
            int leading = continues ? memory.trailing[channel] : 0;
            if (leading == 0) {
                out.put(FIXFIX, 2).put(0, 2).put(0, 1); // bs_frame_class, one envelope, bs_freq_res low
            } else {
                coarse[channel] = header.coarse();
                out.put(VARFIX, 2).put(leading, 2).put(0, 2).put(0, 1).put(0, 1); // bs_var_bord_0, bs_num_rel_0, bs_pointer, bs_freq_res
            }
        }
        out.put(0, 2 * channels); // bs_df_env, bs_df_noise: along frequency
        out.put(0, 2 * header.noiseBands() * channels); // bs_invf_mode: off
        for (int channel = 0; channel < channels; channel++) {
            // bs_env_start_value, then differences of 0: 1 bit in steps of 3 dB, 2 in steps of 1.5 dB
            out.put(0, coarse[channel] ? 6 : 7);
            for (int band = 1; band < header.lowBands(); band++) {
                out.put(0, coarse[channel] ? 1 : 2);
            }
        }
        for (int channel = 0; channel < channels; channel++) {
            out.put(LEAST_NOISE, 5).put(0, header.noiseBands() - 1); // bs_noise_start_value, differences of 0
        }
        out.put(0, channels); // bs_add_harmonic_flag
        if (memory.stereo() == null || pair) {
            out.put(0, 1); // bs_extended_data
        } else {
            out.put(1, 1).put(STEREO_BYTES, 4).put(EXTENSION_ID_PS, 2); // bs_extended_data, bs_extension_size, bs_extension_id
            // A header that enables nothing: what a decoder keeps of the live parameters need not fit another one's steps.
            out.put(1, 1).put(0, 8 * STEREO_BYTES - 3); // enable_ps_header; enable_iid, _icc, _ext, frame_class, num_env_idx 0
        }
        return out;
    }
}
