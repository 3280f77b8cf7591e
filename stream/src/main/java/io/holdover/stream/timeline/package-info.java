/**
 * The single owner of output time: it maps each publication onto one line of ticks that never runs backwards, and places the splices.
 * It knows access units and their tracks; it must never know how they arrived or how they will be packaged.
 */
@NullMarked
package io.holdover.stream.timeline;

import org.jspecify.annotations.NullMarked;
