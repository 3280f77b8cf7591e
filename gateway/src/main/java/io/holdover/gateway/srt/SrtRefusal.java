package io.holdover.gateway.srt;

import io.holdover.srt.RejectionReason;

/**
 * Why a caller is not let in.
 *
 * @param reason
 *            what the caller is told
 * @param text
 *            what the log says; nothing secret, nothing that a peer could forge a line with
 */
record SrtRefusal(RejectionReason reason, String text) implements StreamIdOutcome {
}
