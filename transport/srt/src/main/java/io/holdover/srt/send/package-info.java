/**
 * The sending half of a connection: what is in flight, when it leaves, when it is repeated. It knows payloads by their index alone, and
 * must
 * never keep a copy of one.
 */
@NullMarked
package io.holdover.srt.send;

import org.jspecify.annotations.NullMarked;
