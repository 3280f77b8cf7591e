package io.holdover.media.mpegts;

/** What reads the packets of one PID, in order and without duplicates. One thread. */
sealed interface PidReader permits PesReader, SectionReader, UnknownReader {
    /**
     * The payload of one packet.
     *
     * @param start payload_unit_start_indicator
     * @param stuffed the packet's adaptation field has stuffing
     */
    void packet(byte[] bytes, int from, int to, boolean start, boolean stuffed);

    /**
     * Packets are missing before the next one.
     *
     * @param packets how many at least
     */
    void gap(int packets);

    /** Nothing more comes: delivers what is pending. */
    void end();
}
