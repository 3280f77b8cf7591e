package io.holdover.media.mpegts;

/** What makes access units of the PES payload of one PID. One thread. */
sealed interface PayloadReader permits VideoReader, AudioReader, OpaqueReader {
    /** A PES packet begins; {@code head} is valid during the call. */
    void pesStart(PesHead head);

    void payload(byte[] bytes, int from, int to);

    /** The PES packet is complete. Payload may still come when it was taken for complete too early. */
    void pesEnd();

    /** Bytes are missing here. */
    void gap(int packets);

    /** Nothing more comes: delivers what is pending. */
    void end();
}
