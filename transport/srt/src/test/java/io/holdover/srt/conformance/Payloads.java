package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.holdover.testkit.LibsrtException;
import io.holdover.testkit.LibsrtPeer;

/** Payloads that tell their number and whose every byte is known. */
final class Payloads {

    /** Seven TS packets. */
    static final int LENGTH = 1_316;

    private Payloads() {
    }

    static byte[] numbered(int number) {
        return numbered(number, LENGTH);
    }

    static byte[] numbered(int number, int length) {
        byte[] payload = new byte[length];
        new SplittableRandom(number).nextBytes(payload);
        if (length >= 4) {
            ByteBuffer.wrap(payload).putInt(number);
        }
        return payload;
    }

    static int numberOf(byte[] payload) {
        return ByteBuffer.wrap(payload).getInt();
    }

    /**
     * What is published beyond the packets a lossy test looks at: libsrt repeats nothing before a later packet shows the gap, and its last
     * ones never have one.
     */
    static final int TAIL = 400;

    /** Sends payloads first..first+count-1, {@code perSecond} of them. */
    static void publish(LibsrtPeer to, int first, int count, int perSecond) {
        long startNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(startNs + i * 1_000_000_000L / perSecond - System.nanoTime());
            to.send(numbered(first + i));
        }
    }

    /** Publishes on a thread of its own, until the peer is closed. */
    static Thread publishing(LibsrtPeer to, int first, int count, int perSecond) {
        return Thread.ofPlatform().daemon().name("publisher").start(() -> {
            try {
                publish(to, first, count, perSecond);
            } catch (LibsrtException _) {
                // Uncaught, it would end whatever another test waits for; what is not sent is missed where it is received.
            }
        });
    }

    /** This message is payload {@code number}, whole. */
    static void assertIs(LibsrtPeer.@Nullable Message message, int number) {
        assertIs(message, number, LENGTH);
    }

    static void assertIs(LibsrtPeer.@Nullable Message message, int number, int length) {
        assertThat(message).as("payload %d came in time", number).isNotNull();
        if (length >= 4) {
            assertThat(numberOf(message.payload())).as("number of the payload").isEqualTo(number);
        }
        assertThat(Arrays.equals(message.payload(), numbered(number, length))).as("payload %d is whole", number).isTrue();
    }

    /** Exactly the payloads first..first+count-1 in their order. */
    static void assertNumbered(List<byte[]> received, int first, int count) {
        assertThat(received.stream().map(Payloads::numberOf)).containsExactlyElementsOf(
                java.util.stream.IntStream.range(first, first + count).boxed().toList());
        for (int i = 0; i < count; i++) {
            assertThat(Arrays.equals(received.get(i), numbered(first + i))).as("payload %d", i).isTrue();
        }
    }
}
