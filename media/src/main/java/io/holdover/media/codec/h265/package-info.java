/**
 * Knows H.265 as far as access units, random access, parameter sets and pictures that copy another one need it. Must never decode, and
 * never know which container carried the NAL units.
 */
@NullMarked
package io.holdover.media.codec.h265;

import org.jspecify.annotations.NullMarked;
