/**
 * Uncompressed sound and what is coded sample by sample: linear PCM, G.711, G.722. It knows what a silent sample is; it must never know how
 * packets of them are carried.
 */
@NullMarked
package io.holdover.media.codec.pcm;

import org.jspecify.annotations.NullMarked;
