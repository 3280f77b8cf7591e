package io.holdover.media.codec.h265;

import java.util.List;

import io.holdover.media.H265Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.PictureSyntax;

/** Pictures of H.265, ITU-T H.265 7.4.2.4.4 and 7.4.2.4.5. Field pictures are units of their own. One thread. */
public final class H265Pictures implements PictureSyntax {
    /** Two bytes of NAL header, then {@code first_slice_segment_in_pic_flag}. */
    private static final int SLICE_WANTED_BYTES = 3;

    // The open unit
    private boolean hasPicture;
    private boolean anyPicture;

    // The unit described last, and everything up to it
    private final H265ParameterSets sets = new H265ParameterSets();
    private H265Format format = H265Format.unknown();
    private boolean formatStale;
    private boolean irap;
    private long errors;

    @Override
    public int wantedBytes(int firstByte) {
        return H265NalType.of(firstByte) <= H265NalType.LAST_VCL ? SLICE_WANTED_BYTES : 2;
    }

    @Override
    public Verdict classify(byte[] bytes, int from, int to) {
        int type = H265NalType.of(bytes[from]);
        if (to - from < wantedBytes(bytes[from]) || H265NalType.layer(bytes, from) != 0) {
            return Verdict.NEUTRAL;
        }
        if (type <= H265NalType.LAST_VCL) {
            boolean firstSlice = (bytes[from + 2] & 0x80) != 0; // first_slice_segment_in_pic_flag, 7.3.6.1
            boolean had = hasPicture;
            boolean continuation = !had && anyPicture && !firstSlice;
            hasPicture = true;
            anyPicture = true;
            if (continuation) {
                return Verdict.CONTINUATION;
            }
            return had && firstSlice ? Verdict.NEXT : Verdict.SAME_PICTURE;
        }
        if (!hasPicture) {
            return Verdict.NEUTRAL;
        }
        if (type == H265NalType.AUD) {
            hasPicture = false;
            return Verdict.NEXT;
        }
        return H265NalType.opensUnit(type) ? Verdict.MAYBE_NEXT : Verdict.NEUTRAL;
    }

    @Override
    public void completed(byte[] bytes, int from, int to) {
        // Nothing of a slice header is read with a parameter set here.
    }

    @Override
    public boolean hasPicture() {
        return hasPicture;
    }

    @Override
    public boolean awaitsSecondField() {
        return false;
    }

    @Override
    public void unitEnded() {
        hasPicture = false;
    }

    @Override
    public boolean matters(int firstByte) {
        int type = H265NalType.of(firstByte);
        return H265NalType.isIrap(type) || (type >= H265NalType.VPS && type <= H265NalType.PPS);
    }

    @Override
    public void beginDescription() {
        irap = false;
    }

    @Override
    public void describe(byte[] bytes, int from, int to) {
        int end = StartCodes.trimZeros(bytes, from, to);
        if (end - from < 3 || H265NalType.layer(bytes, from) != 0) {
            return;
        }
        int type = H265NalType.of(bytes[from]);
        if (H265NalType.isIrap(type)) {
            irap = true;
        } else if (type >= H265NalType.VPS && type <= H265NalType.PPS) {
            switch (sets.learn(type, bytes, from, end)) {
                case NEW -> formatStale = true;
                case KNOWN -> {
                }
                case REFUSED -> errors++;
            }
        }
    }

    @Override
    public RandomAccess randomAccess() {
        return irap ? RandomAccess.EXACT : RandomAccess.NONE;
    }

    @Override
    public int recoveryFrameCount() {
        return 0;
    }

    @Override
    public VideoFormat format() {
        if (formatStale) {
            formatStale = false;
            List<Octets> sps = sets.allSps();
            H265Sps first = sps.isEmpty() ? null : H265Sps.parse(sps.getFirst().toArray(), 0, sps.getFirst().length());
            format = new H265Format(sets.allVps(), sps, sets.allPps(), first == null ? 0 : first.width(),
                    first == null ? 0 : first.height());
        }
        return format;
    }

    @Override
    public int frameIntervalTicks() {
        return 0; // Several units per PES packet without times are not seen with H.265; the distance of DTS serves.
    }

    @Override
    public long errors() {
        return errors;
    }
}
