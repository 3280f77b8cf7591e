package io.holdover.stream.hold;

/**
 * A hold at one instant.
 *
 * @param sinceNs when the state began
 * @param heldSinceNs when the present hold began; 0 while there is none
 * @param reason why the last hold began: shutdown, timeout, stall, kicked, manual...; empty before the first
 * @param cycles holds that began
 * @param silenceFrames audio frames made
 * @param heldPictures pictures made, repeated key pictures included
 * @param lastGapNs how much later than due the first filler of the last hold went out
 * @param totalHeldNs time without a publisher's units, in holds that are over
 */
public record HoldSnapshot(HoldState state, long sinceNs, long heldSinceNs, String reason, long cycles, long silenceFrames,
        long heldPictures,
        long lastGapNs, long totalHeldNs) {
}
