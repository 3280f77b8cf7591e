/**
 * One writer and many readers: rings, cursors and the rule for a reader that is too slow. It knows positions and limits; it must never
 * let a reader hold up the writer or another reader, nor look into what it carries.
 */
@NullMarked
package io.holdover.stream.fanout;

import org.jspecify.annotations.NullMarked;
