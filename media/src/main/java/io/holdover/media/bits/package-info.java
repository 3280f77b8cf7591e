/**
 * Reading and writing of bits, Exp-Golomb numbers, start codes and checksums, as codecs and containers need them. It knows positions
 * and widths; it must never know which syntax it is being used for.
 */
@NullMarked
package io.holdover.media.bits;

import org.jspecify.annotations.NullMarked;
