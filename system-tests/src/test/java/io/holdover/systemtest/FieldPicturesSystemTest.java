package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.holdover.media.AccessUnit;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;
import io.holdover.media.codec.h264.H264HeldPictures;
import io.holdover.systemtest.fixture.DecodedPictures;
import io.holdover.systemtest.fixture.H264Clip;

/**
 * H.264 whose pictures are single fields, which no encoder at hand makes: there the last key picture is repeated, and ffmpeg's decoder
 * shows it without a message, as it does the pictures that follow.
 */
class FieldPicturesSystemTest {

    private static final int PICTURES = 12;
    private static final int CUT = 7;
    private static final int REPEATS = 4;
    private static final int MACROBLOCKS = 8; // of a field: 64 x 32
    private static final int MACROBLOCK_BYTES = 384;
    private static final int I_PCM = 25;
    private static final int INTRA_IN_P = 5;

    @TempDir
    Path folder;

    @Test
    void repeatsTheKeyPictureAndGoesOnWithTheNextEncoder() {
        H264Clip first = encode(new Random(1));
        H264Clip second = encode(new Random(2));
        DecodedPictures firstAlone = alone(first);
        DecodedPictures secondAlone = alone(second);

        H264HeldPictures held = new H264HeldPictures();
        List<byte[]> sent = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CUT; i++) {
            sent.add(held.forward(first.units().get(i)));
            expected.add(firstAlone.hashes().get(i));
        }
        assertThat(held.canHold()).isFalse();
        assertThat(held.obstacle()).contains("single fields");
        for (int i = 0; i < REPEATS; i++) {
            sent.add(held.keyPicture());
            expected.add(firstAlone.hashes().getFirst());
        }
        for (int i = 0; i < PICTURES; i++) {
            sent.add(held.forward(second.units().get(i)));
            expected.add(secondAlone.hashes().get(i));
        }
        DecodedPictures shown = DecodedPictures.of(folder, "h264", sent);
        assertThat(shown.messages()).isEmpty();
        assertThat(shown.hashes()).isEqualTo(expected);
    }

    private DecodedPictures alone(H264Clip clip) {
        DecodedPictures alone = DecodedPictures.of(folder, "h264", clip.units().stream().map(AccessUnit::payload).toList());
        assertThat(alone.messages()).isEmpty();
        assertThat(new HashSet<>(alone.hashes())).as("different pictures").hasSize(PICTURES);
        return alone;
    }

    /** A key picture of two intra fields, then pictures of two P fields of which one macroblock is new. */
    private static H264Clip encode(Random noise) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int picture = 0; picture < PICTURES; picture++) {
            stream.writeBytes(new byte[]{0, 0, 0, 1, 9, (byte) 0xF0});
            if (picture == 0) {
                nal(stream, sps());
                nal(stream, pps());
            }
            for (int bottom = 0; bottom < 2; bottom++) {
                nal(stream, field(picture, bottom, noise));
            }
        }
        return H264Clip.of(stream.toByteArray());
    }

    private static void nal(ByteArrayOutputStream stream, BitWriter nal) {
        stream.writeBytes(new byte[]{0, 0, 1});
        stream.writeBytes(EmulationPrevention.insert(nal.octets()));
    }

    private static BitWriter sps() {
        BitWriter sps = new BitWriter().put(0x67, 8).put(77, 8).put(0, 8).put(30, 8).ue(0);
        sps.ue(0).ue(0).ue(0).ue(1).put(0, 1); // frame_num and pic_order_cnt_lsb of 4 bits, one reference frame, no gaps
        sps.ue(3).ue(1).put(0, 1).put(0, 1); // 4 x 2 map units, frame_mbs_only_flag, mb_adaptive_frame_field_flag
        return sps.put(1, 1).put(0, 1).put(0, 1).trailing(); // direct_8x8_inference, cropping, VUI
    }

    private static BitWriter pps() {
        return new BitWriter().put(0x68, 8).ue(0).ue(0).put(0, 2).ue(0).ue(0).ue(0).put(0, 3).se(0).se(0).se(0).put(0, 3).trailing();
    }

    private static BitWriter field(int picture, int bottom, Random noise) {
        boolean idr = picture == 0 && bottom == 0;
        boolean intra = picture == 0;
        BitWriter slice = new BitWriter().put(idr ? 0x65 : 0x61, 8);
        slice.ue(0).ue(intra ? 7 : 5).ue(0).put(picture & 0xF, 4).put(1, 1).put(bottom, 1); // field_pic_flag, bottom_field_flag
        if (idr) {
            slice.ue(0); // idr_pic_id
        }
        slice.put(2 * picture + bottom & 0xF, 4); // pic_order_cnt_lsb
        if (!intra) {
            slice.put(0, 2); // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
        }
        slice.put(0, idr ? 2 : 1); // dec_ref_pic_marking
        slice.se(0); // slice_qp_delta
        if (intra) {
            for (int macroblock = 0; macroblock < MACROBLOCKS; macroblock++) {
                pcm(slice.ue(I_PCM), noise);
            }
        } else {
            int changed = picture % (MACROBLOCKS - 1);
            slice.ue(changed); // mb_skip_run
            pcm(slice.ue(INTRA_IN_P + I_PCM), noise);
            slice.ue(MACROBLOCKS - 1 - changed);
        }
        return slice.trailing();
    }

    private static void pcm(BitWriter out, Random noise) {
        while (out.bitCount() % Byte.SIZE != 0) {
            out.put(0, 1); // pcm_alignment_zero_bit
        }
        for (int i = 0; i < MACROBLOCK_BYTES; i++) {
            out.put(1 + noise.nextInt(254), 8);
        }
    }
}
