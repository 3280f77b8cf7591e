package io.holdover.srt.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaterialMessageTest {
    private static final byte[] PASSPHRASE = "0123456789".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({"16, 56", "24, 64", "32, 72"})
    void opensWithTheRightPassphraseOnly(int keyLengthBytes, int messageBytes) {
        TestKeys keys = TestKeys.generate(PASSPHRASE, keyLengthBytes, 5);
        KeyMaterialMessage message = KeyMaterialMessage.parse(keys.message().toBytes());
        assertThat(message).isNotNull();
        assertThat(message.toBytes()).hasSize(messageBytes).startsWith(0x12, 0x20, 0x29, 1, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 4,
                keyLengthBytes / 4);
        assertThat(message.keyLengthBytes()).isEqualTo(keyLengthBytes);
        assertThat(message.isCounterMode()).isTrue();
        SessionKeys unwrapped = message.unwrap(PASSPHRASE);
        assertThat(unwrapped).isNotNull();
        assertThat(unwrapped.key(SessionKeys.EVEN)).isEqualTo(keys.keys().key(SessionKeys.EVEN));
        assertThat(unwrapped.key(SessionKeys.ODD)).isNull();
        assertThat(message.unwrap("0123456780".getBytes(UTF_8))).isNull();
        assertThat(message.unwrap(new byte[0])).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 79, 80})
    void takesPassphrasesOfEveryLength(int length) {
        byte[] passphrase = "x".repeat(length).getBytes(UTF_8);
        assertThat(TestKeys.generate(passphrase, 16, 5).message().unwrap(passphrase)).isNotNull();
    }

    @Test
    void opensBothKeysOfAnAnnouncement() {
        TestKeys keys = TestKeys.generate(PASSPHRASE, 32, 5);
        byte[] even = new byte[32];
        byte[] odd = new byte[32];
        Arrays.fill(odd, (byte) 9);
        KeyMaterialMessage message = KeyMaterialMessage.parse(keys.announce(even, odd));
        assertThat(message).isNotNull();
        assertThat(message.toBytes()).hasSize(104);
        SessionKeys unwrapped = message.unwrap(PASSPHRASE);
        assertThat(unwrapped).isNotNull();
        assertThat(unwrapped.key(SessionKeys.EVEN)).isEqualTo(even);
        assertThat(unwrapped.key(SessionKeys.ODD)).isEqualTo(odd);
    }

    @ParameterizedTest
    @CsvSource({"0, 0x22", "1, 0x21", "2, 0", "3, 0", "3, 3", "14, 0", "14, 3", "15, 0", "15, 5", "15, 6", "15, -4"})
    void refusesWhatContradictsItself(int at, int value) {
        byte[] body = TestKeys.generate(PASSPHRASE, 16, 5).message().toBytes();
        body[at] = (byte) value;
        assertThat(KeyMaterialMessage.parse(body)).isNull();
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] body = TestKeys.generate(PASSPHRASE, 16, 5).message().toBytes();
        for (int length = 0; length < 120; length++) {
            if (length != body.length) {
                assertThat(KeyMaterialMessage.parse(Arrays.copyOf(body, length))).as("%d bytes", length).isNull();
            }
        }
    }

    @Test
    void knowsThatGaloisModeIsNotCounterMode() {
        byte[] body = TestKeys.generate(PASSPHRASE, 16, 5).message().toBytes();
        body[8] = 4;
        body[9] = 1;
        KeyMaterialMessage message = KeyMaterialMessage.parse(body);
        assertThat(message).isNotNull();
        assertThat(message.isCounterMode()).isFalse();
    }
}
