/**
 * The SRT handshake as a state machine: induction, cookie, conclusion, extensions, stream id and rejection codes. It turns bytes and
 * {@code nowNs} into bytes and a verdict; it must never own a socket, a thread or a clock, and keeps nothing for a peer that has not
 * proved its address.
 */
@NullMarked
package io.holdover.srt.handshake;

import org.jspecify.annotations.NullMarked;
