/**
 * The SRT protocol as a library: listener, caller, connection, options and statistics, written for whoever speaks SRT over the JDK
 * alone. It knows peers and their packets; it must never know what the payload means, nor paths, configuration or any other part of
 * Holdover.
 */
@NullMarked
package io.holdover.srt;

import org.jspecify.annotations.NullMarked;
