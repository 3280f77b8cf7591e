/**
 * The sending half of a connection: what has been sent, what was acknowledged or reported lost, what is due now and what came too
 * late. It works on arguments alone, time included, and must never touch a socket or know what the receiving half thinks.
 */
@NullMarked
package io.holdover.srt.send;

import org.jspecify.annotations.NullMarked;
