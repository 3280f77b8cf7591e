package io.holdover.media;

import java.util.List;

/**
 * H.265 / HEVC. Parameter sets are whole NAL units without start code, in the order of their ids; the lists are empty until seen in band.
 *
 * @param vps video parameter sets (NAL type 32)
 * @param sps sequence parameter sets (NAL type 33)
 * @param pps picture parameter sets (NAL type 34)
 * @param width cropped width of the first SPS, 0 if unknown
 * @param height cropped height of the first SPS, 0 if unknown
 */
public record H265Format(List<Octets> vps, List<Octets> sps, List<Octets> pps, int width, int height) implements VideoFormat {
    public H265Format {
        vps = List.copyOf(vps);
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /** A track that was announced, but has shown no parameter set yet. */
    public static H265Format unknown() {
        return new H265Format(List.of(), List.of(), List.of(), 0, 0);
    }

    @Override
    public String codecName() {
        return "H265";
    }
}
