/**
 * The layout of SRT packets: headers, control types and their fields, read from bytes and written to bytes. It knows the wire and
 * nothing that lasts longer than one packet: no connection state, no clock, no socket.
 */
@NullMarked
package io.holdover.srt.packet;

import org.jspecify.annotations.NullMarked;
