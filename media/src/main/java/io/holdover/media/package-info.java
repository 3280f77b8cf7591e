/**
 * Knows what a stream of media is made of: tracks, their formats, access units and 90 kHz time. Must never know where bytes come from or go to:
 * no sockets, threads, queues or clocks.
 */
@NullMarked
package io.holdover.media;

import org.jspecify.annotations.NullMarked;
