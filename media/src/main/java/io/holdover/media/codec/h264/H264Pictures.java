package io.holdover.media.codec.h264;

import java.util.List;

import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.ParameterSetTable;
import io.holdover.media.codec.PictureSyntax;

/** Pictures of H.264, ITU-T H.264 7.4.1.2.3 and 7.4.1.2.4. Two fields of one frame are one unit. One thread. */
public final class H264Pictures implements PictureSyntax {
    // What slice headers are read with: as of the newest NAL unit.
    private final H264ParameterSets known = new H264ParameterSets();

    // The open unit
    private final H264SliceHead slice = new H264SliceHead();
    private final H264SliceHead picture = new H264SliceHead();
    private boolean hasPicture;
    private boolean anyPicture;
    private boolean awaitsSecondField;

    // The unit described last, and everything up to it
    private final ParameterSetTable deliveredSps = new ParameterSetTable(H264Sps.IDS);
    private final ParameterSetTable deliveredPps = new ParameterSetTable(H264Pps.IDS);
    private H264Format format = H264Format.unknown();
    private boolean formatStale;
    private boolean idr;
    private int recoveryFrameCount = H264RecoveryPoint.NONE;
    private long errors;

    @Override
    public int wantedBytes(int firstByte) {
        return switch (H264NalType.of(firstByte)) {
            case H264NalType.SLICE, H264NalType.IDR_SLICE, H264NalType.PARTITION_A -> H264SliceHead.MAX_BYTES;
            default -> 1;
        };
    }

    @Override
    public Verdict classify(byte[] bytes, int from, int to) {
        int type = H264NalType.of(bytes[from]);
        return switch (type) {
            case H264NalType.SLICE, H264NalType.IDR_SLICE, H264NalType.PARTITION_A -> {
                slice.parse(bytes, from, Math.min(to, from + H264SliceHead.MAX_BYTES), known);
                yield classifySlice();
            }
            case H264NalType.PARTITION_B, H264NalType.PARTITION_C -> Verdict.SAME_PICTURE;
            case H264NalType.AUD -> {
                if (!hasPicture) {
                    yield Verdict.NEUTRAL;
                }
                if (awaitsSecondField) {
                    yield Verdict.MAYBE_NEXT;
                }
                unitEnded();
                yield Verdict.NEXT;
            }
            default -> opensUnit(type) && hasPicture ? Verdict.MAYBE_NEXT : Verdict.NEUTRAL;
        };
    }

    private static boolean opensUnit(int type) {
        return (type >= H264NalType.SEI && type <= H264NalType.PPS) || (type >= H264NalType.PREFIX && type <= H264NalType.LAST_OPENING);
    }

    private Verdict classifySlice() {
        // Redundant slices (baseline) repeat first_mb_in_slice 0 with the same header and are rare enough to be taken for a picture.
        boolean another = slice.firstMb == 0 || slice.differsFrom(picture);
        if (!hasPicture) {
            boolean continuation = anyPicture && !another;
            beginPicture();
            return continuation ? Verdict.CONTINUATION : Verdict.SAME_PICTURE;
        }
        if (!another) {
            return Verdict.SAME_PICTURE;
        }
        if (awaitsSecondField && slice.completesField(picture)) {
            picture.copyFrom(slice);
            awaitsSecondField = false;
            return Verdict.SAME_PICTURE;
        }
        beginPicture();
        return Verdict.NEXT;
    }

    private void beginPicture() {
        picture.copyFrom(slice);
        hasPicture = true;
        anyPicture = true;
        awaitsSecondField = slice.field;
    }

    @Override
    public void completed(byte[] bytes, int from, int to) {
        if (!known.take(bytes, from, to)) {
            errors++;
        }
    }

    @Override
    public boolean hasPicture() {
        return hasPicture;
    }

    @Override
    public boolean awaitsSecondField() {
        return awaitsSecondField;
    }

    @Override
    public void unitEnded() {
        hasPicture = false;
        awaitsSecondField = false;
    }

    @Override
    public boolean matters(int firstByte) {
        return switch (H264NalType.of(firstByte)) {
            case H264NalType.IDR_SLICE, H264NalType.SEI, H264NalType.SPS, H264NalType.PPS -> true;
            default -> false;
        };
    }

    @Override
    public void beginDescription() {
        idr = false;
        recoveryFrameCount = H264RecoveryPoint.NONE;
    }

    @Override
    public void describe(byte[] bytes, int from, int to) {
        int end = StartCodes.trimZeros(bytes, from, to);
        switch (H264NalType.of(bytes[from])) {
            case H264NalType.IDR_SLICE -> idr = true;
            case H264NalType.SEI -> {
                if (recoveryFrameCount == H264RecoveryPoint.NONE) {
                    recoveryFrameCount = H264RecoveryPoint.frameCount(bytes, from, end);
                }
            }
            case H264NalType.SPS -> {
                H264Sps sps = H264Sps.parse(bytes, from, end);
                if (sps != null && deliveredSps.accepts(sps.id(), end - from)) {
                    formatStale |= deliveredSps.put(sps.id(), bytes, from, end);
                }
            }
            case H264NalType.PPS -> {
                H264Pps pps = H264Pps.parse(bytes, from, end);
                if (pps != null && deliveredPps.accepts(pps.id(), end - from)) {
                    formatStale |= deliveredPps.put(pps.id(), bytes, from, end);
                }
            }
            default -> {
            }
        }
    }

    @Override
    public RandomAccess randomAccess() {
        if (idr || recoveryFrameCount == 0) {
            return RandomAccess.EXACT;
        }
        return recoveryFrameCount > 0 ? RandomAccess.GRADUAL : RandomAccess.NONE;
    }

    @Override
    public int recoveryFrameCount() {
        return idr ? 0 : Math.max(recoveryFrameCount, 0);
    }

    @Override
    public VideoFormat format() {
        if (formatStale) {
            formatStale = false;
            List<Octets> sets = deliveredSps.all();
            H264Sps first = sets.isEmpty() ? null : H264Sps.parse(sets.getFirst().toArray(), 0, sets.getFirst().length());
            format = new H264Format(sets, deliveredPps.all(), first == null ? 0 : first.width(), first == null ? 0 : first.height());
        }
        return format;
    }

    @Override
    public int frameIntervalTicks() {
        H264Sps sps = known.firstSps();
        return sps == null ? 0 : sps.frameIntervalTicks();
    }

    @Override
    public long errors() {
        return errors;
    }
}
