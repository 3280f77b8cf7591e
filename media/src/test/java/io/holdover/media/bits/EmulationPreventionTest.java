package io.holdover.media.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulationPreventionTest {
    @ParameterizedTest
    @CsvSource({"000000, 00000300 03", "000001, 00000301", "000003, 00000303", "000004, 000004", "00000000000001, 00000300000300000301",
        "0100, 010003"})
    void keepsStartCodesOut(String plain, String safe) {
        byte[] bytes = HexFormat.of().parseHex(plain);
        byte[] expected = HexFormat.of().parseHex(safe.replace(" ", ""));
        assertThat(EmulationPrevention.insert(bytes, bytes.length)).isEqualTo(expected);
    }

    @Test
    void givesBackWhatWasPutIn() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] plain = new byte[1 + random.nextInt(60)];
            for (int index = 0; index < plain.length; index++) {
                plain[index] = (byte) random.nextInt(5);
            }
            plain[plain.length - 1] = (byte) 0x80;
            byte[] safe = EmulationPrevention.insert(plain, plain.length);
            assertThat(StartCodes.find(safe, 0, safe.length)).isEqualTo(-1);
            assertThat(EmulationPrevention.remove(safe, 0, safe.length)).isEqualTo(plain);
        }
    }

    @Test
    void appendsBitsFromAnywhereToAnywhere() {
        byte[] source = HexFormat.of().parseHex("0123456789abcdef00112233445566778899aabbccddeeff");
        for (int before = 0; before < 9; before++) {
            for (int from = 0; from < 20; from++) {
                for (int to = from; to < 8 * source.length; to += 7) {
                    BitWriter out = new BitWriter().put(0x1FF, before).append(source, from, to).put(1, 1);
                    byte[] written = out.octets().toArray();
                    BitReader got = new BitReader(written, 0, written.length);
                    BitReader wanted = new BitReader(source, 0, source.length);
                    got.skip(before);
                    wanted.skip(from);
                    for (int bit = from; bit < to; bit++) {
                        assertThat(got.bits(1)).isEqualTo(wanted.bits(1));
                    }
                    assertThat(got.bits(1)).isEqualTo(1);
                }
            }
        }
    }
}
