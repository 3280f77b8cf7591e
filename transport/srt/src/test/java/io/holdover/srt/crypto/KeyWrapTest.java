package io.holdover.srt.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWrapTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 3394 4.1 to 4.6. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090A0B0C0D0E0F, 00112233445566778899AABBCCDDEEFF, 1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5",
        "000102030405060708090A0B0C0D0E0F1011121314151617, 00112233445566778899AABBCCDDEEFF, "
                + "96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D",
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F, 00112233445566778899AABBCCDDEEFF, "
                + "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7",
        "000102030405060708090A0B0C0D0E0F1011121314151617, 00112233445566778899AABBCCDDEEFF0001020304050607, "
                + "031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2",
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F, 0011223344556"
                + "6778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F, "
                + "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"})
    void wrapsTheVectorsOfRfc3394(String kek, String keys, String wrapped) {
        assertThat(HEX.formatHex(KeyWrap.wrap(HEX.parseHex(kek), HEX.parseHex(keys)))).isEqualToIgnoringCase(wrapped);
        byte[] bytes = HEX.parseHex(wrapped);
        assertThat(KeyWrap.unwrap(HEX.parseHex(kek), bytes, 0, bytes.length)).isEqualTo(HEX.parseHex(keys));
    }

    @Test
    void unwrapsNothingUnderAnotherKey() {
        byte[] wrapped = KeyWrap.wrap(new byte[16], new byte[32]);
        byte[] otherKey = new byte[16];
        otherKey[3] = 1;
        assertThat(KeyWrap.unwrap(otherKey, wrapped, 0, wrapped.length)).isNull();
        wrapped[20] ^= 1;
        assertThat(KeyWrap.unwrap(new byte[16], wrapped, 0, wrapped.length)).isNull();
    }
}
