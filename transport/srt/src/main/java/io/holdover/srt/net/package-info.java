/**
 * The only sockets and the only loops of SRT: one UDP port, one thread, one timer wheel and one task queue, and the place where the
 * time is read. It moves datagrams between the kernel and the state machines and must never decide what the protocol does with them.
 */
@NullMarked
package io.holdover.srt.net;

import org.jspecify.annotations.NullMarked;
