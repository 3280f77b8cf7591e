package io.holdover.media.codec.h264;

import java.io.ByteArrayOutputStream;
import java.util.List;

import io.holdover.media.Octets;

/**
 * A key picture with everything that a decoder needs to begin with it.
 *
 * @param unit as it was forwarded; not to be written to
 * @param sps whole NAL units
 * @param pps whole NAL units
 */
record H264KeyPicture(byte[] unit, List<Octets> sps, List<Octets> pps) {
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /**
     * A unit that shows it, the parameter sets in front.
     *
     * @param shown {@link #unit}, or what was made of it
     * @param own one more parameter set with start code, or nothing
     */
    byte[] withSets(byte[] shown, byte[] own) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(shown.length + 256);
        H264NalCursor nal = new H264NalCursor();
        nal.reset(shown);
        boolean more = nal.next();
        if (more && nal.type() == H264NalType.AUD) {
            out.write(shown, nal.start, nal.end - nal.start);
            more = nal.next();
        }
        for (List<Octets> known : List.of(sps, pps)) {
            for (Octets set : known) {
                out.writeBytes(START_CODE);
                out.writeBytes(set.toArray());
            }
        }
        out.writeBytes(own);
        for (; more; more = nal.next()) {
            if (nal.type() != H264NalType.SPS && nal.type() != H264NalType.PPS) {
                out.write(shown, nal.start, nal.end - nal.start);
            }
        }
        return out.toByteArray();
    }
}
