/**
 * Measurements that both halves of a connection share: round trip and rates. It knows samples and instants, and must never know packets or
 * what is decided from its figures.
 */
@NullMarked
package io.holdover.srt.timing;

import org.jspecify.annotations.NullMarked;
