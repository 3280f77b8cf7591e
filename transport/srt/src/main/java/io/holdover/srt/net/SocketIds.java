package io.holdover.srt.net;

import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Gives out SRT socket ids: six bits say which loop the connection lives on, so that another loop's datagram can be handed over without a
 * lookup; the rest is random, so that ids of an earlier process hardly ever come again.
 */
final class SocketIds {

    /** Bit 30 marks groups, bit 31 is the sign: an id has 30 bits. */
    static final int LOOP_SHIFT = 24;

    private static final int RANDOM_MASK = (1 << LOOP_SHIFT) - 1;

    // For life
    private final int loopBits;
    private final RandomGenerator random;

    SocketIds(int loopIndex, RandomGenerator random) {
        loopBits = loopIndex << LOOP_SHIFT;
        this.random = random;
    }

    /** Which loop gave out this id. */
    static int loopIndex(int socketId) {
        return socketId >>> LOOP_SHIFT;
    }

    /** A new id, neither 0 nor taken. The caller keeps the number of ids far below 2^24. */
    int next(IntPredicate taken) {
        while (true) {
            int id = loopBits | (random.nextInt() & RANDOM_MASK);
            if (id != 0 && !taken.test(id)) {
                return id;
            }
        }
    }
}
