/**
 * Knows The frame headers of DTS core and extension substreams. Must never decode, and never know the container.
 */
@NullMarked
package io.holdover.media.codec.dts;

import org.jspecify.annotations.NullMarked;
