/**
 * Knows The frame header of MPEG audio layers I to III. Must never decode, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.mpegaudio;

import org.jspecify.annotations.NullMarked;
