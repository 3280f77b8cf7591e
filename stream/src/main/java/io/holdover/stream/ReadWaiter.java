package io.holdover.stream;

/** Port: who waits for a stream that is yet to come. Called on the stream's thread. */
@FunctionalInterface
public interface ReadWaiter {

    /**
     * The wait is over; called once, unless the wish was withdrawn before.
     *
     * @param outcome admitted or refused
     */
    void onDecided(ReadOutcome outcome, long nowNs);
}
