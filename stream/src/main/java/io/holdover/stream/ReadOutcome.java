package io.holdover.stream;

/** What became of the wish to read. */
public sealed interface ReadOutcome {

    /** The subscription is open; its owner must close it. */
    record Admitted(Subscription subscription) implements ReadOutcome {
    }

    /** There is no stream yet, but a publisher was sent for: {@link ReadWaiter} hears more; who does not want to any more withdraws. */
    record Waiting(PendingRead pending) implements ReadOutcome {
    }

    /** Nothing was opened. */
    record Refused(Refusal refusal) implements ReadOutcome {
    }
}
