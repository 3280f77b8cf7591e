package io.holdover.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final String SALT_AND_HASH = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void comparesPlainText() {
        assertThat(Secret.parse("secret").matches("secret")).isTrue();
        assertThat(Secret.parse("secret").matches("Secret")).isFalse();
        assertThat(Secret.parse("secret").matches("")).isFalse();
        assertThat(Secret.parse("gr\u00fc\u00df").matches("gr\u00fc\u00df")).isTrue();
    }

    @Test
    void letsAnythingPassWhereNothingIsAsked() {
        assertThat(Secret.parse("").matches("")).isTrue();
        assertThat(Secret.parse("").matches("whatever")).isTrue();
    }

    @Test
    void comparesTheSha256() {
        // printf mypass | openssl dgst -binary -sha256 | openssl base64
        Secret secret = Secret.parse("sha256:6nHCWnpgIka0w5gkuFVniJSpb0O7m3ExnDlwCh4EUiI=");
        assertThat(secret.matches("mypass")).isTrue();
        assertThat(secret.matches("mypass ")).isFalse();
        assertThat(secret.matches("6nHCWnpgIka0w5gkuFVniJSpb0O7m3ExnDlwCh4EUiI=")).isFalse();
    }

    // From the tests of the reference implementation (phc-winner-argon2, src/test.c).
    @ParameterizedTest
    @ValueSource(strings = {
        "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    })
    void comparesTheArgon2HashesOfTheReference(String encoded) {
        assertThat(Secret.parse("argon2:" + encoded).matches("password")).isTrue();
        assertThat(Secret.parse("argon2:" + encoded).matches("passwore")).isFalse();
    }

    @Test
    void comparesArgon2HashesOfAnyShape() {
        for (int lanes = 1; lanes <= 3; lanes++) {
            for (int hashBytes : new int[]{4, 31, 64}) {
                Secret secret = Secret.parse("argon2:" + encoded("mot de passe", 40, 3, lanes, hashBytes));
                assertThat(secret.matches("mot de passe")).isTrue();
                assertThat(secret.matches("mot de Passe")).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sha256:???|what follows 'sha256:' is not base64",
        "sha256:AAAA|what follows 'sha256:' must be the 32 bytes of a SHA-256 in base64, it has 3",
        "argon2:mypass|what follows 'argon2:' is not an Argon2id or Argon2i hash such as '$argon2id$v=19$m=4096,t=3,p=1$<salt>$<hash>'",
        "argon2:$argon2d$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL|what follows 'argon2:' is not an Argon2id"
                + " or Argon2i hash such as '$argon2id$v=19$m=4096,t=3,p=1$<salt>$<hash>'",
        "argon2:$argon2id$v=20$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL|version 20 of Argon2 is not known",
        "argon2:$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgL|the salt of the Argon2 hash has 3 bytes, allowed are 8 to 64",
        "argon2:$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf6|the hash of the Argon2 hash has 2 bytes, allowed are 4 to 64",
    })
    void refusesWhatNoGuessCouldMatch(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.parse(text)).withMessage(message);
    }

    @Test
    void refusesHashesThatWouldTakeTooLong() {
        refuses("m=131073,t=1,p=1", "the Argon2 hash takes 131073 KiB of memory (m), allowed are 8 to 131072");
        refuses("m=131072,t=9,p=1", "the Argon2 hash takes 9 passes (t) over 131072 KiB, allowed are 1 to 8");
        refuses("m=8,t=999999999,p=1", "the Argon2 hash takes 999999999 passes (t) over 8 KiB, allowed are 1 to 131072");
        refuses("m=8,t=0,p=1", "the Argon2 hash takes 0 passes (t) over 8 KiB, allowed are 1 to 131072");
        refuses("m=4096,t=1,p=17", "the Argon2 hash has 17 lanes (p), allowed are 1 to 16");
        refuses("m=31,t=1,p=4", "the Argon2 hash takes 31 KiB of memory (m), allowed are 32 to 131072");
        assertThat(Secret.parse("argon2:$argon2id$v=19$m=131072,t=8,p=16" + SALT_AND_HASH)).isInstanceOf(Argon2Secret.class);
    }

    private static void refuses(String parameters, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.parse("argon2:$argon2id$v=19$" + parameters + SALT_AND_HASH))
                .withMessage(message);
    }

    /** As the reference tool would print it. */
    static String encoded(String password, int memoryKb, int passes, int lanes, int hashBytes) {
        byte[] salt = "saltItWithSalt".getBytes(StandardCharsets.UTF_8);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKb).withIterations(passes).withParallelism(lanes).withSalt(salt).build());
        byte[] hash = new byte[hashBytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKb + ",t=" + passes + ",p=" + lanes + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }
}
