package io.holdover.media.codec.h265;

import java.io.ByteArrayOutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.H265Format;
import io.holdover.media.Octets;
import io.holdover.media.bits.BitReader;
import io.holdover.media.codec.ParameterSetTable;

/** The newest parameter sets of a stream's base layer, as bytes and as far as they can be read. One thread. */
final class H265ParameterSets {
    enum Learnt {
        NEW, KNOWN, REFUSED
    }

    /** {@code vps_video_parameter_set_id} is u(4). */
    private static final int VPS_IDS = 16;
    private static final byte[] START_CODE = {0, 0, 0, 1};

    private final ParameterSetTable vps = new ParameterSetTable(VPS_IDS);
    private final ParameterSetTable sps = new ParameterSetTable(H265Sps.IDS);
    private final ParameterSetTable pps = new ParameterSetTable(H265Pps.IDS);
    private final @Nullable H265Sps[] spsById = new @Nullable H265Sps[H265Sps.IDS];
    private final @Nullable H265Pps[] ppsById = new @Nullable H265Pps[H265Pps.IDS];
    private final boolean[] ppsIdTaken = new boolean[H265Pps.IDS];

    /** Takes a NAL unit without trailing zeros; it is copied. */
    Learnt learn(int type, byte[] bytes, int from, int to) {
        return switch (type) {
            case H265NalType.VPS -> put(vps, (bytes[from + 2] & 0xFF) >> 4, bytes, from, to); // vps_video_parameter_set_id, 7.3.2.1
            case H265NalType.SPS -> {
                H265Sps parsed = H265Sps.parse(bytes, from, to);
                Learnt learnt = put(sps, parsed == null ? -1 : parsed.id(), bytes, from, to);
                if (parsed != null && learnt == Learnt.NEW) {
                    spsById[parsed.id()] = parsed;
                }
                yield learnt;
            }
            case H265NalType.PPS -> {
                int id = new BitReader().resetNal(bytes, from + 2, to).ue(); // pps_pic_parameter_set_id, 7.3.2.3.1
                Learnt learnt = put(pps, id, bytes, from, to);
                if (learnt == Learnt.NEW) {
                    ppsById[id] = H265Pps.parse(bytes, from, to);
                    ppsIdTaken[id] = true;
                }
                yield learnt;
            }
            default -> Learnt.REFUSED;
        };
    }

    private static Learnt put(ParameterSetTable table, int id, byte[] bytes, int from, int to) {
        if (!table.accepts(id, to - from)) {
            return Learnt.REFUSED;
        }
        return table.put(id, bytes, from, to) ? Learnt.NEW : Learnt.KNOWN;
    }

    /** Takes all sets that a container or an earlier part of the stream told. */
    void learn(H265Format format) {
        learnAll(H265NalType.VPS, format.vps());
        learnAll(H265NalType.SPS, format.sps());
        learnAll(H265NalType.PPS, format.pps());
    }

    private void learnAll(int type, List<Octets> sets) {
        for (Octets set : sets) {
            if (set.length() > 2) {
                learn(type, set.toArray(), 0, set.length());
            }
        }
    }

    List<Octets> allVps() {
        return vps.all();
    }

    List<Octets> allSps() {
        return sps.all();
    }

    List<Octets> allPps() {
        return pps.all();
    }

    /** All of them with start codes. */
    byte[] annexB() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (List<Octets> sets : List.of(allVps(), allSps(), allPps())) {
            for (Octets set : sets) {
                out.writeBytes(START_CODE);
                out.writeBytes(set.toArray());
            }
        }
        return out.toByteArray();
    }

    /** Null if there is none that can be read. */
    @Nullable
    H265Sps sps(int id) {
        return id < spsById.length ? spsById[id] : null;
    }

    /** Null if there is none that can be read. */
    @Nullable
    H265Pps pps(int id) {
        return id < ppsById.length ? ppsById[id] : null;
    }

    /** The highest {@code pps_pic_parameter_set_id} that no set has used, or -1. */
    int freePpsId() {
        int id = H265Pps.IDS - 1;
        while (id >= 0 && ppsIdTaken[id]) {
            id--;
        }
        return id;
    }
}
