package io.holdover.media.codec.h264;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** What an access unit consists of, up to its first slice or wholly. Reused; one thread. */
final class H264UnitScan {
    private final H264NalCursor nal = new H264NalCursor();
    private final H264SliceHeader further = new H264SliceHeader();

    /** Of the first slice. */
    final H264SliceHeader slice = new H264SliceHeader();
    int slices;
    boolean hasSps;
    /** Whether every slice that was looked at is an I slice of a frame. */
    boolean allIntra;
    /** What keeps a sequence that holds this unit from being held; empty without such a thing. */
    String obstacle = "";

    private int insertAt;

    /**
     * Reads a unit and takes its parameter sets.
     *
     * @param wholly not only up to the first slice
     */
    void read(byte[] payload, boolean wholly, H264ParameterSets sets) {
        slices = 0;
        hasSps = false;
        allIntra = true;
        obstacle = "";
        insertAt = -1;
        slice.clear();
        nal.reset(payload);
        while ((wholly || slices == 0) && nal.next()) {
            switch (nal.type()) {
                case H264NalType.SPS, H264NalType.PPS -> {
                    hasSps |= nal.type() == H264NalType.SPS;
                    sets.take(payload, nal.from, nal.to);
                    insertAt = slices == 0 ? nal.end : insertAt;
                }
                case H264NalType.SLICE, H264NalType.IDR_SLICE, H264NalType.PARTITION_A -> readSlice(payload, sets);
                case H264NalType.PREFIX, H264NalType.SUBSET_SPS, H264NalType.LAYER_SLICE, H264NalType.DEPTH_SLICE -> {
                    obstacle = "it has scalable or multiview layers";
                    insertAt = insertAt < 0 ? nal.start : insertAt;
                }
                default -> {
                }
            }
        }
    }

    private void readSlice(byte[] payload, H264ParameterSets sets) {
        insertAt = insertAt < 0 ? nal.start : insertAt;
        H264SliceHeader read = slices++ == 0 ? slice : further;
        int expectedMb = slices == 1 ? 0 : further.head.firstMb + 1;
        read.parse(payload, nal.from, nal.to, sets);
        allIntra &= read.whole && read.intra();
        H264Pps pps = sets.pps(read.head.ppsId);
        if (nal.type() == H264NalType.PARTITION_A) {
            obstacle = "its slices are divided into partitions";
        } else if (pps != null && pps.sliceGroups() > 1) {
            obstacle = "its macroblocks are dealt out to slice groups";
        } else if (read.head.field) {
            obstacle = "it has pictures of single fields";
        } else if (read.head.firstMb < expectedMb && slices > 1) {
            obstacle = "its slices come in arbitrary order";
        }
        further.head.firstMb = read.head.firstMb;
    }

    /** The sequence parameter set of the first slice. */
    @Nullable
    H264Sps sps(H264ParameterSets sets) {
        H264Pps pps = slices == 0 ? null : sets.pps(slice.head.ppsId);
        return pps == null ? null : sets.sps(pps.spsId());
    }

    /** A copy of the payload that was read, with a NAL unit behind its parameter sets. */
    byte[] insert(byte[] payload, byte[] added) {
        int at = insertAt < 0 ? payload.length : insertAt;
        byte[] longer = new byte[payload.length + added.length];
        System.arraycopy(payload, 0, longer, 0, at);
        System.arraycopy(added, 0, longer, at, added.length);
        System.arraycopy(payload, at, longer, at + added.length, payload.length - at);
        return longer;
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Without an end of sequence or stream at its end, after which only an IDR picture might follow (7.4.1.2.1). */
    static byte[] withoutEnd(byte[] payload) {
        int length = payload.length;
        while (length > 4 && (payload[length - 1] == H264NalType.END_OF_SEQUENCE || payload[length - 1] == H264NalType.END_OF_STREAM)
                && payload[length - 2] == 1 && payload[length - 3] == 0 && payload[length - 4] == 0) {
            length -= payload[length - 5] == 0 ? 5 : 4;
        }
        return length == payload.length ? payload : Arrays.copyOf(payload, length);
    }
}
