package io.holdover.srt.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.testkit.Seed;

class CounterCipherTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void isCounterModeWithTheIvOfTheDraft(int keyBytes, @Seed long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] key = new byte[keyBytes];
        byte[] salt = new byte[16];
        random.nextBytes(key);
        random.nextBytes(salt);
        CounterCipher cipher = new CounterCipher(key, salt);
        for (int length : new int[]{1, 7, 8, 15, 16, 17, 188, 1316, 1455, 1456}) {
            int sequence = random.nextInt() & 0x7FFF_FFFF;
            byte[] clear = new byte[length];
            random.nextBytes(clear);
            byte[] expected = reference(key, salt, sequence, clear);

            byte[] inArray = new byte[length + 5];
            System.arraycopy(clear, 0, inArray, 3, length);
            cipher.apply(sequence, inArray, 3, length);
            assertThat(java.util.Arrays.copyOfRange(inArray, 3, 3 + length)).as("%d bytes", length).isEqualTo(expected);
            assertThat(inArray[2] | inArray[3 + length]).isZero();

            ByteBuffer inBuffer = ByteBuffer.allocateDirect(length + 16).put(16, clear);
            cipher.apply(sequence, inBuffer, 16, length);
            byte[] fromBuffer = new byte[length];
            inBuffer.get(16, fromBuffer);
            assertThat(fromBuffer).isEqualTo(expected);
        }
    }

    /** SRT draft 6.2.2, as it is written there. */
    private static byte[] reference(byte[] key, byte[] salt, int sequence, byte[] clear) throws Exception {
        byte[] iv = new byte[16];
        ByteBuffer.wrap(iv).putInt(10, sequence);
        for (int i = 0; i < 14; i++) {
            iv[i] ^= salt[i];
        }
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(clear);
    }
}
