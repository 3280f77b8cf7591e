/**
 * The receiving half of a connection: order, loss reports, acknowledgements, and the instant at which each packet is delivered. It
 * works on arguments alone, time included, and must never touch a socket or look into a payload.
 */
@NullMarked
package io.holdover.srt.receive;

import org.jspecify.annotations.NullMarked;
