package io.holdover.media.mpegts;

/** Where a {@link TsMuxer} writes its packets: straight into the array that will be sent. */
public interface TsPacketTarget {

    /**
     * Room for one more packet of {@link TsPacket#SIZE_BYTES}, which counts as written.
     *
     * @return its offset in {@link #array()}
     */
    int claim();

    /** The array of the packet last claimed; another may follow with the next claim. */
    byte[] array();
}
