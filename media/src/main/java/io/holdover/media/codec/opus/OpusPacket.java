package io.holdover.media.codec.opus;

/** The table of contents of an Opus packet, RFC 6716 3.1. */
public final class OpusPacket {
    private static final int SAMPLES_PER_MS = 48;
    /** 120 ms (RFC 6716 3.2.5, R5). */
    private static final int MAX_SAMPLES = 120 * SAMPLES_PER_MS;
    /** 2.5 ms. */
    static final int CELT_MIN_SAMPLES = 120;
    /** s, the stereo bit of the TOC. */
    static final int STEREO = 0x04;
    private static final int VBR = 0x80;
    private static final int PADDING = 0x40;
    private static final int FRAME_COUNT_MASK = 0x3F;

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
            default -> to - from < 2 ? 0 : bytes[from + 1] & FRAME_COUNT_MASK;
        };
        int samples = frames * frameSamples(config);
        return samples > MAX_SAMPLES ? 0 : samples;
    }

    /** RFC 6716 table 2. */
    static int frameSamples(int config) {
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
        return CELT_MIN_SAMPLES << (config & 3); // CELT: 2.5, 5, 10, 20 ms
    }

    /**
     * Where the self-delimited packet that begins at {@code from} ends, RFC 6716 appendix B; -1 if that is beyond {@code to} or nothing
     * follows.
     */
    static int selfDelimitedEnd(byte[] bytes, int from, int to) {
        int code = bytes[from] & 3;
        int at = from + 1;
        long size = 0;
        int lengths = code == 2 ? 2 : 1;
        int equalFrames = code == 1 ? 2 : 1;
        if (code == 3) {
            if (at >= to) {
                return -1;
            }
            int head = bytes[at++] & 0xFF;
            int frames = head & FRAME_COUNT_MASK;
            if ((head & PADDING) != 0) {
                int part;
                do {
                    if (at >= to) {
                        return -1;
                    }
                    part = bytes[at++] & 0xFF;
                    size += Math.min(part, 254); // 255: 254 bytes, and the length goes on
                } while (part == 255);
            }
            boolean vbr = (head & VBR) != 0;
            lengths = vbr ? frames : 1;
            equalFrames = vbr ? 1 : frames;
        }
        for (int index = 0; index < lengths; index++) {
            int width = at < to && (bytes[at] & 0xFF) >= 252 ? 2 : 1; // RFC 6716 3.2.1
            if (at + width > to) {
                return -1;
            }
            size += (long) equalFrames * ((bytes[at] & 0xFF) + (width == 2 ? 4 * (bytes[at + 1] & 0xFF) : 0));
            at += width;
        }
        return at + size < to ? (int) (at + size) : -1;
    }
}
