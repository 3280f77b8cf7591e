/**
 * Knows the MPEG transport stream: packets, tables, PES and what of them makes an access unit. Must never know who sent the bytes, when they arrived
 * or what becomes of the units.
 */
@NullMarked
package io.holdover.media.mpegts;

import org.jspecify.annotations.NullMarked;
