/**
 * Knows H.264 as far as access units, random access and parameter sets need it. Must never decode, and never know which container carried
 * the NAL units.
 */
@NullMarked
package io.holdover.media.codec.h264;

import org.jspecify.annotations.NullMarked;
