/**
 * Knows MPEG-4 part 2 video as far as pictures and their configuration go. Must never decode, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.mpeg4video;

import org.jspecify.annotations.NullMarked;
