package io.holdover.media.codec.h264;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;

/** Changes numbers in the slice headers of a whole access unit; what the slices show stays as it is. One thread. */
final class H264UnitRewriter {
    private static final int NAL_REF_IDC_BITS = 0x60;
    /** {@code idr_pic_id} is at most 65535 (7.4.3), whose code has 33 bits. */
    private static final int IDR_PIC_ID_MAX_WIDTH = 31;

    private final H264NalCursor nal = new H264NalCursor();
    private final H264SliceHeader slice = new H264SliceHeader();

    /**
     * Makes an IDR picture of an IDR picture or of a picture of I slices.
     *
     * @param avoidedId what {@code idr_pic_id} must not be
     * @return null if that is not possible
     */
    byte @Nullable [] asIdr(byte[] payload, H264ParameterSets sets, int avoidedId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        nal.reset(payload);
        boolean idr = false;
        while (nal.next()) {
            int type = nal.type();
            if (type == H264NalType.IDR_SLICE || (type == H264NalType.SLICE && !idr)) {
                idr |= type == H264NalType.IDR_SLICE;
                slice.parse(payload, nal.from, nal.to, sets);
                BitWriter changed = type == H264NalType.IDR_SLICE ? renamed(payload, avoidedId) : promoted(payload, sets, avoidedId);
                if (changed == null) {
                    return null;
                }
                write(out, payload, changed);
            } else {
                out.write(payload, nal.start, nal.end - nal.start);
            }
        }
        return out.toByteArray();
    }

    /**
     * Moves every picture number of a unit that is no IDR picture.
     *
     * @param frames added to {@code frame_num}
     * @param order added to {@code pic_order_cnt_lsb}
     * @param known what the decoder has; commands on pictures that it never got are left out
     * @return null if a slice cannot be read
     */
    byte @Nullable [] renumbered(byte[] payload, H264ParameterSets sets, int frames, int order, H264DecodedPictures known) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        nal.reset(payload);
        while (nal.next()) {
            if (nal.type() != H264NalType.SLICE) {
                out.write(payload, nal.start, nal.end - nal.start);
                continue;
            }
            H264SliceHead head = slice.head;
            slice.parse(payload, nal.from, nal.to, sets);
            H264Sps sps = spsOf(sets);
            if (!head.detailed || sps == null || sps.picOrderCntType() == 1) {
                return null;
            }
            byte[] plain = EmulationPrevention.remove(payload, nal.from + 1, nal.to);
            int width = sps.frameNumBits();
            BitWriter changed = new BitWriter().put(payload[nal.from], 8).append(plain, 0, head.frameNumAt);
            changed.put((head.frameNum + frames) & ((1 << width) - 1), width).append(plain, head.frameNumAt + width, head.picOrderAt);
            int rest = head.picOrderAt;
            if (sps.picOrderCntType() == 0) {
                int lsbWidth = sps.picOrderCntLsbBits();
                changed.put((head.picOrderCntLsb + order) & ((1 << lsbWidth) - 1), lsbWidth);
                rest += lsbWidth;
            }
            if (!slice.whole || !namesUnknown(known, head.frameNum + frames)) {
                changed.append(plain, rest, end(plain));
            } else {
                changed.append(plain, rest, slice.markingAt);
                writeKnownMarkings(changed, known, head.frameNum + frames);
                appendData(changed.append(plain, slice.markingEnd, slice.dataAt), plain, sets);
            }
            write(out, payload, changed);
        }
        return out.toByteArray();
    }

    private boolean namesUnknown(H264DecodedPictures known, int frameNum) {
        for (int index = 0; index < slice.markings; index++) {
            if (namesUnknown(known, frameNum, index)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a command is about a short-term picture that is not there, 8.2.5.4.1. */
    private boolean namesUnknown(H264DecodedPictures known, int frameNum, int index) {
        int command = slice.operation[index];
        return (command == 1 || command == 3) && !known.hasShortTerm(frameNum - slice.firstOperand[index] - 1);
    }

    /** 7.3.3.3 */
    private void writeKnownMarkings(BitWriter out, H264DecodedPictures known, int frameNum) {
        out.put(1, 1); // adaptive_ref_pic_marking_mode_flag
        for (int index = 0; index < slice.markings; index++) {
            int command = slice.operation[index];
            if (!namesUnknown(known, frameNum, index)) {
                out.ue(command);
                if (command != 5) {
                    out.ue(slice.firstOperand[index]);
                }
                if (command == 3) {
                    out.ue(slice.secondOperand[index]);
                }
            }
        }
        out.ue(0);
    }

    private @Nullable H264Sps spsOf(H264ParameterSets sets) {
        H264Pps pps = sets.pps(slice.head.ppsId);
        return pps == null ? null : sets.sps(pps.spsId());
    }

    /** Another {@code idr_pic_id}. The rest moves by whole bytes, which keeps the alignment of CABAC and PCM data. */
    private @Nullable BitWriter renamed(byte[] payload, int avoidedId) {
        H264SliceHead head = slice.head;
        int id = differentId(widthOf(head.idrPicId), avoidedId);
        if (!head.detailed || id < 0) {
            return null;
        }
        byte[] plain = EmulationPrevention.remove(payload, nal.from + 1, nal.to);
        return new BitWriter().put(payload[nal.from], 8).append(plain, 0, head.picOrderAt - widthOf(head.idrPicId)).ue(id)
                .append(plain, head.picOrderAt, end(plain));
    }

    /** An I slice as one of an IDR picture, 7.3.3. */
    private @Nullable BitWriter promoted(byte[] payload, H264ParameterSets sets, int avoidedId) {
        H264SliceHead head = slice.head;
        H264Sps sps = spsOf(sets);
        if (!slice.whole || sps == null || !slice.intra() || head.nalRefIdc == 0 || sps.picOrderCntType() == 1
                || slice.forgetsAll()) {
            return null;
        }
        // Two flags instead of the marking; with the right width of idr_pic_id the rest moves by whole bytes.
        int grown = 2 - (slice.markingEnd - slice.markingAt);
        int width = (-grown & 1) == 0 ? 3 : -grown & 7;
        int id = differentId(width, avoidedId);
        byte[] plain = EmulationPrevention.remove(payload, nal.from + 1, nal.to);
        BitWriter out = new BitWriter().put((payload[nal.from] & NAL_REF_IDC_BITS) | H264NalType.IDR_SLICE, 8);
        out.append(plain, 0, head.frameNumAt).put(0, sps.frameNumBits()); // frame_num
        if (!sps.frameMbsOnly()) {
            out.put(0, 1); // field_pic_flag
        }
        out.ue(id);
        if (sps.picOrderCntType() == 0) {
            out.put(Math.max(0, -head.deltaPicOrderCnt0), sps.picOrderCntLsbBits()); // the earlier field is 0, 8.2.1
            out.append(plain, head.picOrderAt + sps.picOrderCntLsbBits(), head.picOrderEnd);
        }
        out.append(plain, head.picOrderEnd, slice.markingAt).put(0, 2).append(plain, slice.markingEnd, slice.dataAt);
        return appendData(out, plain, sets);
    }

    /** Slice data behind a header of another length. */
    private BitWriter appendData(BitWriter out, byte[] plain, H264ParameterSets sets) {
        int data = slice.dataAt;
        H264Pps pps = sets.pps(slice.head.ppsId);
        if (pps != null && pps.cabac()) {
            out.put(0xFF, -out.bitCount() & 7); // cabac_alignment_one_bit
            data = (data + 7) & ~7;
        }
        return out.append(plain, data, end(plain));
    }

    /** The bit behind rbsp_stop_one_bit. */
    private static int end(byte[] plain) {
        int length = plain.length;
        while (length > 0 && plain[length - 1] == 0) {
            length--;
        }
        return length == 0 ? 0 : 8 * length - Integer.numberOfTrailingZeros(plain[length - 1]);
    }

    private void write(ByteArrayOutputStream out, byte[] payload, BitWriter changed) {
        byte[] plain = changed.octets().toArray();
        out.write(payload, nal.start, nal.from - nal.start);
        out.writeBytes(EmulationPrevention.insert(plain, plain.length));
    }

    /** An id other than this one whose code has this width, or whole bytes more; -1 without one. */
    private static int differentId(int width, int avoidedId) {
        for (int wide = width; wide <= IDR_PIC_ID_MAX_WIDTH; wide += 8) {
            int least = (1 << (wide >> 1)) - 1;
            int id = least == avoidedId ? least + 1 : least;
            if (id <= 2 * least) {
                return id;
            }
        }
        return -1;
    }

    /** Bits of ue(v). */
    private static int widthOf(int value) {
        return 2 * (31 - Integer.numberOfLeadingZeros(value + 1)) + 1;
    }
}
