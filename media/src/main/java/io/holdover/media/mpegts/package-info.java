/**
 * MPEG transport streams: the demuxer that survives anything and the muxer that everything plays. It turns packets into access units
 * and back; it must never know who sent the packets, who reads them or how late they are.
 */
@NullMarked
package io.holdover.media.mpegts;

import org.jspecify.annotations.NullMarked;
