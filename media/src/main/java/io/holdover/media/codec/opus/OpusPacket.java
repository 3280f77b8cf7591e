package io.holdover.media.codec.opus;

/** The table of contents of an Opus packet, RFC 6716 3.1. */
public final class OpusPacket {
    private static final int SAMPLES_PER_MS = 48;
    /** 120 ms (RFC 6716 3.2.5, R5). */
    private static final int MAX_SAMPLES = 120 * SAMPLES_PER_MS;

    private OpusPacket() {
    }

    /**
     * Samples at 48 kHz in the packet from {@code from} to {@code to} (of the first stream where there are several); 0 if it is
     * malformed.
     */
    public static int samples(byte[] bytes, int from, int to) {
        if (to <= from) {
            return 0;
        }
        int config = (bytes[from] & 0xFF) >> 3;
        int frames = switch (bytes[from] & 3) { // frame count code
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> to - from < 2 ? 0 : bytes[from + 1] & 0x3F;
        };
        int samples = frames * frameSamples(config);
        return samples > MAX_SAMPLES ? 0 : samples;
    }

    /** RFC 6716 table 2. */
    private static int frameSamples(int config) {
        if (config < 12) {
            return switch (config & 3) { // SILK: 10, 20, 40, 60 ms
                case 0 -> 10 * SAMPLES_PER_MS;
                case 1 -> 20 * SAMPLES_PER_MS;
                case 2 -> 40 * SAMPLES_PER_MS;
                default -> 60 * SAMPLES_PER_MS;
            };
        }
        if (config < 16) {
            return (config & 1) == 0 ? 10 * SAMPLES_PER_MS : 20 * SAMPLES_PER_MS; // hybrid
        }
        return 120 << (config & 3); // CELT: 2.5, 5, 10, 20 ms
    }
}
