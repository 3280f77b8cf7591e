/**
 * Knows AAC framing and configuration: ADTS, LATM and the AudioSpecificConfig. Must never decode spectra, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.aac;

import org.jspecify.annotations.NullMarked;
