/**
 * What any SRT server must do, asked of ours through its socket alone: with libsrt, and with packets made by hand. It knows nothing of the
 * state machines behind the socket.
 */
package io.holdover.srt.conformance;
