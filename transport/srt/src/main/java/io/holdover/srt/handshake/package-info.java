/**
 * The messages of the SRT handshake and the cookie that proves an address. It knows how a caller introduces itself, and must never know
 * what
 * becomes of the connection afterwards.
 */
@NullMarked
package io.holdover.srt.handshake;

import org.jspecify.annotations.NullMarked;
