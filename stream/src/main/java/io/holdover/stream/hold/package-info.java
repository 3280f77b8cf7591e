/**
 * What flows while the publisher is away: silence and the held picture, pulled by the clock of the loop through the stream. It knows which
 * filler follows the last live unit and when it is due; it must never know why the publisher is gone, nor who reads.
 */
@NullMarked
package io.holdover.stream.hold;

import org.jspecify.annotations.NullMarked;
