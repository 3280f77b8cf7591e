package io.holdover.media.codec.h265;

import java.util.HexFormat;

import io.holdover.media.Octets;
import io.holdover.media.bits.BitWriter;

/** The arithmetic encoder of ITU-T H.265 9.3.4.3 and 9.3.5 for one substream. One thread. */
final class CabacEncoder {
    /** {@code rangeTabLps}, table 9-52: for each pStateIdx four bytes, one for each qRangeIdx. */
    private static final byte[] RANGE_LPS = HexFormat.of()
            .parseHex("80b0d0f080a7c5e3809ebbd87b96b2cd748ea9c36f87a0b9698098af647a90a65f74899e5a6e829655687b8e51637587"
                    + "4d5e6f804959697a4555647442505f6e3e4c5a683b4856633845515e35414d59333e4955303b45502e38424c2b353f48"
                    + "29323b4527303841252d363e232b333b2129303820272e351e252b321d2329301b21272d1a1f252b181e2329171c2127"
                    + "161b2025151a1e2314181d2113171b1f12161a1e1115191c1014171b0f1316190e1215180e1114170d1013160c0f1215"
                    + "0c0e11140b0e10130b0d0f120a0c0f110a0c0e10090b0d0f090b0c0e080a0c0e08090b0d07090b0c07090a0c07080a0b"
                    + "0608090b0607090a0607080902020202");
    /** {@code transIdxLps}, table 9-53. */
    private static final byte[] NEXT_LPS =
            {0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21, 22, 22, 23, 24, 24, 25, 26,
                26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34, 35, 35, 35, 36, 36, 36, 37, 37, 37, 38, 38, 63};
    /** {@code transIdxMps}, table 9-53: 62 stays. */
    private static final int LAST_ADAPTED_STATE = 62;

    private final BitWriter out = new BitWriter();
    /** {@code ivlLow}, 10 bits. */
    private int low;
    /** {@code ivlCurrRange}, 256 to 510 between bins. */
    private int range = 510;
    private boolean firstBit = true;
    private int outstanding;

    /**
     * The state of a context variable at the beginning, 9.3.2.2.
     *
     * @return pStateIdx x 2 + valMps
     */
    static byte context(int initValue, int sliceQp) {
        int slope = (initValue >> 4) * 5 - 45;
        int offset = ((initValue & 15) << 3) - 16;
        int state = Math.clamp(((slope * Math.clamp(sliceQp, 0, 51)) >> 4) + offset, 1, 126);
        return (byte) (state >= 64 ? (state - 64) << 1 | 1 : (63 - state) << 1);
    }

    /** Codes one bin with a context variable, which adapts. 9.3.4.3.2 */
    void bin(byte[] contexts, int index, boolean value) {
        int state = contexts[index] >> 1;
        int mps = contexts[index] & 1;
        int lps = RANGE_LPS[4 * state + (range >> 6 & 3)] & 0xFF;
        range -= lps;
        if (value == (mps == 1)) {
            state = state < LAST_ADAPTED_STATE ? state + 1 : state;
        } else {
            low += range;
            range = lps;
            mps = state == 0 ? 1 - mps : mps;
            state = NEXT_LPS[state];
        }
        contexts[index] = (byte) (state << 1 | mps);
        renormalize();
    }

    /** Codes a bin before termination that says it goes on. 9.3.4.3.5 */
    void goOn() {
        range -= 2;
        renormalize();
    }

    /** Codes a bin before termination that says it ends, and flushes; the last bit serves as the stop bit. 9.3.4.3.5 */
    void end() {
        range -= 2;
        low += range;
        range = 2;
        renormalize();
        put(low >> 9 & 1);
        out.put((low >> 7 & 3) | 1, 2);
    }

    /** The substream after {@link #end}. */
    Octets octets() {
        return out.octets();
    }

    private void renormalize() {
        while (range < 256) {
            if (low < 256) {
                put(0);
            } else if (low >= 512) {
                low -= 512;
                put(1);
            } else {
                low -= 256;
                outstanding++;
            }
            range <<= 1;
            low <<= 1;
        }
    }

    private void put(int bit) {
        if (firstBit) {
            firstBit = false;
        } else {
            out.put(bit, 1);
        }
        for (; outstanding > 0; outstanding--) {
            out.put(1 - bit, 1);
        }
    }
}
