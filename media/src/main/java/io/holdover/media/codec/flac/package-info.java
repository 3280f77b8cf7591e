/**
 * FLAC (RFC 9639): the frame header and silent frames. It knows one elementary stream; it must never know how frames are carried.
 */
@NullMarked
package io.holdover.media.codec.flac;

import org.jspecify.annotations.NullMarked;
