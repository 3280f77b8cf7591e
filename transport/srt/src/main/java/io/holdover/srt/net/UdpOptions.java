package io.holdover.srt.net;

/**
 * What to ask the kernel for when a UDP port is opened.
 *
 * @param receiveBufferBytes SO_RCVBUF to request; bursts of key pictures overflow the usual 208 KiB
 * @param sendBufferBytes SO_SNDBUF to request
 * @param batchDatagrams the most datagrams that one {@link UdpPort#receive} hands over, 1..{@value #MAX_BATCH_DATAGRAMS}
 */
public record UdpOptions(int receiveBufferBytes, int sendBufferBytes, int batchDatagrams) {

    /** The largest batch; 2 MB of receive slots. */
    public static final int MAX_BATCH_DATAGRAMS = 1024;

    private static final int MIB = 1 << 20;

    /** Refuses values that no socket can have. */
    public UdpOptions {
        if (receiveBufferBytes < 1 || sendBufferBytes < 1) {
            throw new IllegalArgumentException("receiveBufferBytes " + receiveBufferBytes + " and sendBufferBytes " + sendBufferBytes
                    + " must be positive");
        }
        if (batchDatagrams < 1 || batchDatagrams > MAX_BATCH_DATAGRAMS) {
            throw new IllegalArgumentException("batchDatagrams " + batchDatagrams + " is not within 1.." + MAX_BATCH_DATAGRAMS);
        }
    }

    /** 8 MiB each way, batches of 128. */
    public static UdpOptions defaults() {
        return new UdpOptions(8 * MIB, 8 * MIB, 128);
    }
}
