/**
 * Access units become chunks, once per stream, shared by all its readers. It knows the muxers and the cadence at which chunks leave;
 * it must never know how many readers there are or which of them is behind.
 */
@NullMarked
package io.holdover.stream.packaging;

import org.jspecify.annotations.NullMarked;
