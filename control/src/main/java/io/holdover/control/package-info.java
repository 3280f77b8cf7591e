/**
 * What an operator decides: configuration, and the answers to the questions that streams ask through their ports. It knows streams and
 * sessions from outside; it must never be in the way of a packet or know a protocol's own types.
 */
@NullMarked
package io.holdover.control;

import org.jspecify.annotations.NullMarked;
