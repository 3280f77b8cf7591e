package io.holdover.media.codec.h264;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Octets;
import io.holdover.media.bits.StartCodes;
import io.holdover.media.codec.ParameterSetTable;

/** The parameter sets that slices are read with: the newest of each id. One thread. */
final class H264ParameterSets {
    private final ParameterSetTable spsBytes = new ParameterSetTable(H264Sps.IDS);
    private final ParameterSetTable ppsBytes = new ParameterSetTable(H264Pps.IDS);
    private final @Nullable H264Sps[] spsById = new H264Sps[H264Sps.IDS];
    private final @Nullable H264Pps[] ppsById = new H264Pps[H264Pps.IDS];

    /** Takes a whole NAL unit if it is a set of parameters; false if it is one and cannot be read. */
    boolean take(byte[] bytes, int from, int to) {
        int end = StartCodes.trimZeros(bytes, from, to);
        return switch (H264NalType.of(bytes[from])) {
            case H264NalType.SPS -> {
                H264Sps sps = H264Sps.parse(bytes, from, end);
                if (sps == null || !spsBytes.accepts(sps.id(), end - from)) {
                    yield false;
                }
                if (spsBytes.put(sps.id(), bytes, from, end)) {
                    spsById[sps.id()] = sps;
                }
                yield true;
            }
            case H264NalType.PPS -> {
                H264Pps pps = H264Pps.parse(bytes, from, end);
                if (pps == null || !ppsBytes.accepts(pps.id(), end - from)) {
                    yield false;
                }
                if (ppsBytes.put(pps.id(), bytes, from, end)) {
                    ppsById[pps.id()] = pps;
                }
                yield true;
            }
            default -> true;
        };
    }

    @Nullable
    H264Sps sps(int id) {
        return id >= 0 && id < H264Sps.IDS ? spsById[id] : null;
    }

    @Nullable
    H264Pps pps(int id) {
        return id >= 0 && id < H264Pps.IDS ? ppsById[id] : null;
    }

    /** The newest SPS of the lowest id. */
    @Nullable
    H264Sps firstSps() {
        for (H264Sps sps : spsById) {
            if (sps != null) {
                return sps;
            }
        }
        return null;
    }

    /** Whole NAL units in the order of their ids. */
    List<Octets> allSps() {
        return spsBytes.all();
    }

    /** Whole NAL units in the order of their ids. */
    List<Octets> allPps() {
        return ppsBytes.all();
    }
}
