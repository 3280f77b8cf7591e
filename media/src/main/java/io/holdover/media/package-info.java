/**
 * What media is, independent of any way to carry it: access units, tracks, their formats and the one timebase of 90 kHz ticks. It
 * knows time stamps and bytes; it must never know peers, sockets, threads or the hour of the day.
 */
@NullMarked
package io.holdover.media;

import org.jspecify.annotations.NullMarked;
