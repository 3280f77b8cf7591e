package io.holdover.media;

import java.util.List;

/**
 * H.264 / AVC. Parameter sets are whole NAL units without start code, in the order of their ids; both lists are empty until seen in band.
 *
 * @param sps sequence parameter sets (NAL type 7)
 * @param pps picture parameter sets (NAL type 8)
 * @param width cropped width of the first SPS, 0 if unknown
 * @param height cropped height of the first SPS, 0 if unknown
 */
public record H264Format(List<Octets> sps, List<Octets> pps, int width, int height) implements VideoFormat {
    public H264Format {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /** A track that was announced, but has shown no parameter set yet. */
    public static H264Format unknown() {
        return new H264Format(List.of(), List.of(), 0, 0);
    }

    @Override
    public String codecName() {
        return "H264";
    }
}
