package io.holdover.stream;

/**
 * Calls into what belongs to others, made while a stream changes: an exception there must not leave the change half done. It is thrown at
 * the end of the loop's batch, which logs and counts it. Stream thread only.
 */
final class ForeignCalls {

    private final StreamLoop loop;

    ForeignCalls(StreamLoop loop) {
        this.loop = loop;
    }

    /** Returns normally whatever the call does. */
    void make(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            loop.atBatchEnd(_ -> {
                throw e;
            });
        }
    }
}
