/**
 * Knows The frame headers of AC-3 and E-AC-3 and which frames belong together. Must never decode, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.ac3;

import org.jspecify.annotations.NullMarked;
