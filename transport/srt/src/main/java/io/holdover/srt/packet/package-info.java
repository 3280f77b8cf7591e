/**
 * The shape of SRT datagrams: headers, loss lists and the arithmetic of sequence numbers. It knows bytes, and must never know a
 * connection's
 * state or the time.
 */
@NullMarked
package io.holdover.srt.packet;

import org.jspecify.annotations.NullMarked;
