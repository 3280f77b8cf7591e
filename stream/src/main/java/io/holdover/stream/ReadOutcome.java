package io.holdover.stream;

/** What became of the wish to read. */
public sealed interface ReadOutcome {

    /** The subscription is open; its owner must close it. */
    record Admitted(Subscription subscription) implements ReadOutcome {
    }

    /** Nothing was opened. */
    record Refused(Refusal refusal) implements ReadOutcome {
    }
}
