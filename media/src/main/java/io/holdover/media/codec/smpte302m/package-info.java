/**
 * Knows The packet header of SMPTE ST 302 audio. Must never touch samples, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.smpte302m;

import org.jspecify.annotations.NullMarked;
