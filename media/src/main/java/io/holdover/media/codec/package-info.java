/**
 * The codecs as far as a server that never decodes must understand them: headers, parameter sets, frame lengths and durations, one
 * package per codec. It reads what describes a payload and must never know in which container or protocol the payload came.
 */
@NullMarked
package io.holdover.media.codec;

import org.jspecify.annotations.NullMarked;
