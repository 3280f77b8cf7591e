package io.holdover.media.codec.h264;

/** The picture parameter set of held pictures: the highest id that the publisher leaves free. One thread. */
final class H264OwnPps {
    private int id = -1;
    private int spsId = -1;
    private byte[] bytes = {};

    /** Makes sure that there is one on this sequence parameter set; false if every id is taken. */
    boolean choose(H264ParameterSets sets, int wantedSpsId) {
        if (id < 0 || spsId != wantedSpsId || sets.pps(id) != null) {
            int free = H264Pps.IDS - 1;
            while (free >= 0 && sets.pps(free) != null) {
                free--;
            }
            id = free;
            spsId = wantedSpsId;
            if (id >= 0) {
                bytes = H264HeldSlice.pps(id, spsId);
            }
        }
        return id >= 0;
    }

    int id() {
        return id;
    }

    /** A whole NAL unit with start code. */
    byte[] bytes() {
        return bytes;
    }
}
