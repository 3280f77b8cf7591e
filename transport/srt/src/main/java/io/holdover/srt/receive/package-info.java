/**
 * The receiving half of a connection: reordering, loss reports, acknowledgements and delivery at play time. It knows sequence numbers and
 * timestamps, and must never know keys, handshakes or what the sending half does.
 */
@NullMarked
package io.holdover.srt.receive;

import org.jspecify.annotations.NullMarked;
