package io.holdover.stream;

/** What became of the wish to publish. */
public sealed interface PublishOutcome {

    /** The publication is open; its owner must end it. */
    record Admitted(Publication publication) implements PublishOutcome {
    }

    /** Nothing was opened. */
    record Refused(Refusal refusal) implements PublishOutcome {
    }
}
