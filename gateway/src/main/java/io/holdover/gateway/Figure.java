package io.holdover.gateway;

/** A {@link Counter} at one instant. */
public record Figure(Counter counter, double value) {
}
