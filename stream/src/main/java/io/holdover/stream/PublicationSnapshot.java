package io.holdover.stream;

/**
 * A publication at one instant.
 *
 * @param admittedNs when it was admitted, on the loop's clock
 * @param receivedBytes container bytes that came
 * @param units access units that came
 * @param damagedUnits of these, touched by a loss
 * @param droppedUnits not forwarded because their time went back a little
 * @param splices jumps of the publisher's clock
 */
public record PublicationSnapshot(PeerDescription who, long admittedNs, long receivedBytes, long units, long damagedUnits,
        long droppedUnits,
        long splices) {
}
