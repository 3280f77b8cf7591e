/**
 * Knows MPEG-1 and MPEG-2 video as far as pictures, fields and sequence headers go. Must never decode, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.mpeg2video;

import org.jspecify.annotations.NullMarked;
