/**
 * Figures: what a packet, a reader and a stream cost, beside what others need for the same in the same run. It knows every module it
 * measures; it must never be needed by one.
 */
@NullMarked
package io.holdover.benchmarks;

import org.jspecify.annotations.NullMarked;
