package io.holdover.srt;

/**
 * One end's settings. Every component is checked; an {@link IllegalArgumentException} names the one that is out of range.
 *
 * @param receiveLatencyMs
 *            delay between a packet's timestamp and its delivery, 0 to 65535; the peer's wish may raise it
 * @param peerLatencyMs
 *            least delay asked of the peer for what we send, 0 to 65535
 * @param mssBytes
 *            largest IP packet, headers included, 172 to 1500; the smaller one of both ends holds
 * @param receiveBufferPackets
 *            most packets kept for reception, advertised as flow window, 32 to 65536; grows lazily
 * @param sendBufferPackets
 *            most packets unsent or unacknowledged, 32 to 65536; grows lazily
 * @param peerIdleTimeoutMs
 *            silence after which the peer is given up, 1000 to 3600000
 * @param minimumPeerVersion
 *            oldest SRT version of a peer, 0x00MMmmpp
 * @param reorderTolerancePackets
 *            most packets that a loss report waits for stragglers, 0 to 1024; 0 reports at once, otherwise the wait adapts to the
 *            reordering seen
 * @param retransmissionPercent
 *            share of the sending rate that repeats may take in the long run, 5 to 400
 * @param keyRefreshPackets
 *            packets sent under one key before the next one, 64 to 2^30
 * @param keyPreannouncePackets
 *            packets before a new key's first use when it is announced, 1 to (keyRefreshPackets - 1) / 2
 * @param connectionLimit
 *            most connections of one listener, 1 to 1000000; more callers are refused
 * @param receiveMemoryBytes
 *            most memory that one listener's connections keep for reception together, 1 MiB to 1 TiB; packets that find none are dropped
 */
public record SrtOptions(int receiveLatencyMs, int peerLatencyMs, int mssBytes, int receiveBufferPackets, int sendBufferPackets,
        int peerIdleTimeoutMs, int minimumPeerVersion, int reorderTolerancePackets, int retransmissionPercent, int keyRefreshPackets,
        int keyPreannouncePackets, int connectionLimit, long receiveMemoryBytes) {
    private static final int MIN_MSS_BYTES = 172;
    private static final int MAX_MSS_BYTES = 1500;
    private static final int MIN_BUFFER_PACKETS = 32;
    private static final int MAX_BUFFER_PACKETS = 65_536;
    private static final long MIB = 1 << 20;

    public SrtOptions {
        requireRange("receiveLatencyMs", receiveLatencyMs, 0, 65_535);
        requireRange("peerLatencyMs", peerLatencyMs, 0, 65_535);
        requireRange("mssBytes", mssBytes, MIN_MSS_BYTES, MAX_MSS_BYTES);
        requireRange("receiveBufferPackets", receiveBufferPackets, MIN_BUFFER_PACKETS, MAX_BUFFER_PACKETS);
        requireRange("sendBufferPackets", sendBufferPackets, MIN_BUFFER_PACKETS, MAX_BUFFER_PACKETS);
        requireRange("peerIdleTimeoutMs", peerIdleTimeoutMs, 1_000, 3_600_000);
        requireRange("minimumPeerVersion", minimumPeerVersion, 0, 0xFFFFFF);
        requireRange("reorderTolerancePackets", reorderTolerancePackets, 0, 1_024);
        requireRange("retransmissionPercent", retransmissionPercent, 5, 400);
        requireRange("keyRefreshPackets", keyRefreshPackets, 64, 1 << 30);
        requireRange("keyPreannouncePackets", keyPreannouncePackets, 1, (keyRefreshPackets - 1) / 2);
        requireRange("connectionLimit", connectionLimit, 1, 1_000_000);
        requireRange("receiveMemoryBytes", receiveMemoryBytes, MIB, MIB * MIB);
    }

    /** Live streaming with the usual settings. */
    public static SrtOptions defaults() {
        return new SrtOptions(120, 0, 1500, 25_600, 25_600, 10_000, 0x010300, 64, 33, 1 << 24, 1 << 16, 10_000, 256 * MIB);
    }

    public SrtOptions withReceiveLatencyMs(int receiveLatencyMs) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withPeerLatencyMs(int peerLatencyMs) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withMssBytes(int mssBytes) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withReceiveBufferPackets(int receiveBufferPackets) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withSendBufferPackets(int sendBufferPackets) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withPeerIdleTimeoutMs(int peerIdleTimeoutMs) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withMinimumPeerVersion(int minimumPeerVersion) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withReorderTolerancePackets(int reorderTolerancePackets) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withRetransmissionPercent(int retransmissionPercent) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withKeyRefreshPackets(int keyRefreshPackets) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withKeyPreannouncePackets(int keyPreannouncePackets) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withConnectionLimit(int connectionLimit) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    public SrtOptions withReceiveMemoryBytes(long receiveMemoryBytes) {
        return new SrtOptions(receiveLatencyMs, peerLatencyMs, mssBytes, receiveBufferPackets, sendBufferPackets, peerIdleTimeoutMs,
                minimumPeerVersion, reorderTolerancePackets, retransmissionPercent, keyRefreshPackets, keyPreannouncePackets,
                connectionLimit, receiveMemoryBytes);
    }

    private static void requireRange(String component, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(component + " is " + value + ", must be " + lowest + " to " + highest);
        }
    }
}
