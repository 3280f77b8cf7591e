package io.holdover.srt.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class DecryptorTest {
    private final TestKeys keys = TestKeys.generate("0123456789".getBytes(UTF_8), 16, 5);
    private final Decryptor decryptor = new Decryptor(keys.keys(), keys.message());

    private static byte[] key(int value) {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private byte[] sealed(byte[] key, int sequence) {
        byte[] payload = new byte[20];
        new CounterCipher(key, keys.keys().salt()).apply(sequence, payload, 0, payload.length);
        return payload;
    }

    private boolean opens(int keyFlag, byte[] key, int sequence) {
        byte[] payload = sealed(key, sequence);
        return decryptor.open(keyFlag, sequence, payload, 0, payload.length) && Arrays.equals(payload, new byte[20]);
    }

    @Test
    void opensWithTheKeyOfTheHandshake() {
        assertThat(opens(SessionKeys.EVEN, keys.keys().key(SessionKeys.EVEN), 7)).isTrue();
    }

    @Test
    void leavesPacketsOfAKeyThatItDoesNotHaveAsTheyAre() {
        byte[] payload = sealed(key(1), 7);
        assertThat(decryptor.open(SessionKeys.ODD, 7, payload, 0, payload.length)).isFalse();
        assertThat(payload).isEqualTo(sealed(key(1), 7));
    }

    @Test
    void confirmsAnAnnouncementWithItsOwnBytesHoweverOftenItComes() {
        byte[] announcement = keys.announce(keys.keys().key(SessionKeys.EVEN), key(1));
        assertThat(decryptor.onKeyMaterial(announcement, 100)).isEqualTo(announcement);
        assertThat(decryptor.onKeyMaterial(announcement, 200)).isEqualTo(announcement);
        assertThat(opens(SessionKeys.ODD, key(1), 201)).isTrue();
        assertThat(opens(SessionKeys.EVEN, keys.keys().key(SessionKeys.EVEN), 99)).isTrue();
    }

    @Test
    void keepsTheOldKeyForStragglers() {
        decryptor.onKeyMaterial(keys.announce(keys.keys().key(SessionKeys.EVEN), key(1)), 100);
        decryptor.onKeyMaterial(keys.announce(key(2), key(1)), 200);
        assertThat(opens(SessionKeys.EVEN, keys.keys().key(SessionKeys.EVEN), 150)).isTrue();
        assertThat(opens(SessionKeys.EVEN, keys.keys().key(SessionKeys.EVEN), 200)).isTrue();
        assertThat(opens(SessionKeys.EVEN, key(2), 201)).isTrue();
        assertThat(opens(SessionKeys.EVEN, key(2), 201 + (1 << 21))).isTrue();
        assertThat(opens(SessionKeys.EVEN, key(2), 1_500_000_000)).as("half a circle later").isTrue();
    }

    @Test
    void letsNoOldAnnouncementBringAnOldKeyBack() {
        byte[] old = keys.announce(keys.keys().key(SessionKeys.EVEN), key(1));
        decryptor.onKeyMaterial(old, 100);
        decryptor.onKeyMaterial(keys.announce(key(2), key(1)), 200);
        decryptor.onKeyMaterial(keys.announce(key(2), key(3)), 300);
        assertThat(decryptor.onKeyMaterial(old, 400)).isEqualTo(old);
        assertThat(decryptor.onKeyMaterial(keys.message().toBytes(), 400)).isEqualTo(keys.message().toBytes());
        assertThat(opens(SessionKeys.EVEN, key(2), 401)).isTrue();
        assertThat(opens(SessionKeys.ODD, key(3), 401)).isTrue();
    }

    @Test
    void answersWhatItCannotOpenWithAFailure() {
        TestKeys others = TestKeys.generate("another one".getBytes(UTF_8), 16, 6);
        assertThat(decryptor.onKeyMaterial(others.message().toBytes(), 1)).containsExactly(4, 0, 0, 0);
        assertThat(decryptor.onKeyMaterial(new byte[3], 1)).containsExactly(4, 0, 0, 0);
        byte[] damaged = keys.announce(key(1), key(2));
        damaged[50] ^= 1;
        assertThat(decryptor.onKeyMaterial(damaged, 1)).containsExactly(4, 0, 0, 0);
        assertThat(opens(SessionKeys.EVEN, keys.keys().key(SessionKeys.EVEN), 7)).isTrue();
    }

    @Test
    void remembersOnlySoManyAnnouncements() {
        byte[] first = keys.announce(key(1), key(1));
        decryptor.onKeyMaterial(first, 1);
        for (int i = 0; i < Decryptor.REMEMBERED_MESSAGES; i++) {
            decryptor.onKeyMaterial(keys.announce(key(100 + i), key(2)), 2);
        }
        decryptor.onKeyMaterial(first, 1_000);
        assertThat(opens(SessionKeys.ODD, key(1), 1_001)).as("taken for a new one").isTrue();
    }
}
