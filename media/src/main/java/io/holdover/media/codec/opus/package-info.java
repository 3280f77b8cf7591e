/**
 * Knows Opus packets and the control header that wraps them in transport streams. Must never decode, and never know when a packet came.
 */
@NullMarked
package io.holdover.media.codec.opus;

import org.jspecify.annotations.NullMarked;
