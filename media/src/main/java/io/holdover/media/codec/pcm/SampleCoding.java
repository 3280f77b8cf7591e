package io.holdover.media.codec.pcm;

/** How a sample is written, and with it the byte that silence is made of. */
public enum SampleCoding {
    /** Two's complement of any width and byte order. */
    LINEAR_SIGNED(0x00),
    /** 8 bits, the middle is 128. */
    LINEAR_UNSIGNED_8(0x80),
    /** ITU-T G.711: the positive zero. */
    MU_LAW(0xFF),
    /** ITU-T G.711 with its inverted even bits: 8/32768, the least there is. */
    A_LAW(0xD5),
    /** ITU-T G.722 has no zero: decodes to at most 26/32768. */
    G722(0xFC);

    private final byte silence;

    SampleCoding(int silence) {
        this.silence = (byte) silence;
    }

    byte silence() {
        return silence;
    }
}
