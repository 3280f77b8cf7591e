package io.holdover.gateway.srt;

/** What the text of a stream id turned out to be. */
sealed interface StreamIdOutcome permits StreamId, SrtRefusal {
}
