package io.holdover.media.mpegts;

import java.util.List;

import io.holdover.media.H264Format;
import io.holdover.media.H265Format;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.Octets;
import io.holdover.media.VideoFormat;
import io.holdover.media.bits.StartCodes;

/**
 * What a picture needs in front of it so that a receiver can begin there: the access unit delimiter that ISO/IEC 13818-1 2.14 asks for, and
 * the parameter sets before a random access point. What is there already is left alone.
 */
final class VideoPreamble {
    // nal_unit_type, ITU-T H.264 table 7-1
    private static final int H264_LAST_VCL = 5;
    private static final int H264_SPS = 7;
    private static final int H264_PPS = 8;
    private static final int H264_AUD = 9;
    // nal_unit_type, ITU-T H.265 table 7-1
    private static final int H265_LAST_VCL = 31;
    private static final int H265_VPS = 32;
    private static final int H265_SPS = 33;
    private static final int H265_PPS = 34;
    private static final int H265_AUD = 35;
    // start codes of ISO/IEC 14496-2 6.3.1
    private static final int MPEG4_FIRST_VOL = 0x20;
    private static final int MPEG4_LAST_VOL = 0x2F;
    private static final int MPEG4_VOP = 0xB6;

    /** primary_pic_type 7: any slice; then the trailing bit. */
    private static final byte[] H264_DELIMITER = {0, 0, 0, 1, H264_AUD, (byte) 0xF0};

    // Of the format
    private final VideoFormat format;
    private final byte[] parameterSets;
    /** Its last header byte follows the picture's nuh_temporal_id_plus1 (H.265 7.4.2.2); pic_type 2: any slice, then the trailing bit. */
    private final byte[] h265Delimiter = {0, 0, 0, 1, H265_AUD << 1, 1, 0x50};

    // Of the unit that was scanned last
    private int delimiterEnd;
    private boolean complete;
    private int temporalIdPlus1;

    VideoPreamble(VideoFormat format) {
        this.format = format;
        this.parameterSets = switch (format) {
            case H264Format h264 -> annexB(List.of(h264.sps(), h264.pps()));
            case H265Format h265 -> annexB(List.of(h265.vps(), h265.sps(), h265.pps()));
            case Mpeg4VideoFormat mpeg4 -> mpeg4.config().toArray();
            case Mpeg2VideoFormat mpeg2 -> mpeg2.sequenceHeader().toArray();
        };
    }

    /** Adds the picture with what it lacks. */
    void addTo(PayloadSlices pes, byte[] picture, boolean randomAccess) {
        switch (format) {
            case H264Format _ -> {
                scanH264(picture);
                addNals(pes, picture, randomAccess, H264_DELIMITER);
            }
            case H265Format _ -> {
                scanH265(picture);
                h265Delimiter[5] = (byte) temporalIdPlus1;
                addNals(pes, picture, randomAccess, h265Delimiter);
            }
            case Mpeg4VideoFormat _ -> {
                if (randomAccess && !hasVisualObjectLayer(picture)) {
                    pes.add(parameterSets, 0, parameterSets.length);
                }
                pes.add(picture, 0, picture.length);
            }
            case Mpeg2VideoFormat _ -> pes.add(picture, 0, picture.length); // a random access point has its sequence header by definition
        }
    }

    private void addNals(PayloadSlices pes, byte[] picture, boolean randomAccess, byte[] delimiter) {
        int rest = 0;
        if (delimiterEnd > 0) {
            pes.add(picture, 0, delimiterEnd);
            rest = delimiterEnd;
        } else {
            pes.add(delimiter, 0, delimiter.length);
        }
        if (randomAccess && !complete) {
            pes.add(parameterSets, 0, parameterSets.length);
        }
        pes.add(picture, rest, picture.length - rest);
    }

    private void scanH264(byte[] picture) {
        boolean sps = false;
        boolean pps = false;
        delimiterEnd = 0;
        int startCode = startCode(picture, 0);
        while (startCode + 3 < picture.length) {
            int type = picture[startCode + 3] & 0x1F;
            if (type >= 1 && type <= H264_LAST_VCL) {
                break;
            }
            sps |= type == H264_SPS;
            pps |= type == H264_PPS;
            int next = startCode(picture, startCode + 3);
            if (type == H264_AUD) {
                delimiterEnd = unitBegin(picture, next);
            }
            startCode = next;
        }
        complete = sps && pps;
    }

    private void scanH265(byte[] picture) {
        boolean vps = false;
        boolean sps = false;
        boolean pps = false;
        temporalIdPlus1 = 1;
        delimiterEnd = 0;
        int startCode = startCode(picture, 0);
        while (startCode + 4 < picture.length) {
            int type = picture[startCode + 3] >> 1 & 0x3F;
            if (type <= H265_LAST_VCL) {
                temporalIdPlus1 = Math.max(1, picture[startCode + 4] & 0x07);
                break;
            }
            vps |= type == H265_VPS;
            sps |= type == H265_SPS;
            pps |= type == H265_PPS;
            int next = startCode(picture, startCode + 3);
            if (type == H265_AUD) {
                delimiterEnd = unitBegin(picture, next);
            }
            startCode = next;
        }
        complete = vps && sps && pps;
    }

    private static boolean hasVisualObjectLayer(byte[] picture) {
        int startCode = startCode(picture, 0);
        while (startCode + 3 < picture.length) {
            int code = picture[startCode + 3] & 0xFF;
            if (code >= MPEG4_FIRST_VOL && code <= MPEG4_LAST_VOL) {
                return true;
            }
            if (code == MPEG4_VOP) {
                return false;
            }
            startCode = startCode(picture, startCode + 3);
        }
        return false;
    }

    /** The position of the next 00 00 01, or the end. */
    private static int startCode(byte[] bytes, int from) {
        int found = StartCodes.find(bytes, from, bytes.length);
        return found < 0 ? bytes.length : found;
    }

    /** A start code of four bytes belongs to its unit with the zero_byte. */
    private static int unitBegin(byte[] bytes, int startCode) {
        return startCode > 0 && startCode < bytes.length && bytes[startCode - 1] == 0 ? startCode - 1 : startCode;
    }

    private static byte[] annexB(List<List<Octets>> kinds) {
        int length = 0;
        for (List<Octets> sets : kinds) {
            for (Octets set : sets) {
                length += 4 + set.length();
            }
        }
        byte[] bytes = new byte[length];
        int position = 0;
        for (List<Octets> sets : kinds) {
            for (Octets set : sets) {
                bytes[position + 3] = 1;
                position = set.copyTo(bytes, position + 4);
            }
        }
        return bytes;
    }
}
