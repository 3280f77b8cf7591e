/**
 * SRT as a library: listener, connection, options, statistics; bytes and {@code nowNs} in, bytes and events out. It knows peers and their
 * datagrams, and must never know what the payloads mean, which stream they belong to, or where a socket, a thread or a clock is.
 */
@NullMarked
package io.holdover.srt;

import org.jspecify.annotations.NullMarked;
