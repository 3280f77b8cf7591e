package io.holdover.srt.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDerivationTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 6070 2. */
    @ParameterizedTest
    @CsvSource({"password, salt, 1, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
        "password, salt, 2, ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957",
        "password, salt, 4096, 4b007901b765489abead49d926f721d065a429c1",
        "passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096, 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"})
    void derivesTheVectorsOfRfc6070(String password, String salt, int iterations, String expected) {
        byte[] derived = KeyDerivation.pbkdf2(password.getBytes(UTF_8), salt.getBytes(UTF_8), iterations, expected.length() / 2);
        assertThat(HEX.formatHex(derived)).isEqualToIgnoringCase(expected.substring(0, derived.length * 2));
    }

    @Test
    void takesPassphrasesThatAreNoText() {
        byte[] raw = {(byte) 0xC3, 0x28, (byte) 0xFF, 0, 1, 2, 3, 4, 5, 6};
        assertThat(KeyDerivation.pbkdf2(raw, new byte[8], 2, 16)).hasSize(16);
        assertThat(KeyDerivation.pbkdf2(new byte[0], new byte[8], 2, 16)).isEqualTo(KeyDerivation.pbkdf2(new byte[1], new byte[8], 2, 16));
    }
}
