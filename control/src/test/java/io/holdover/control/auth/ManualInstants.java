package io.holdover.control.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that passes when a test says so. */
final class ManualInstants implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
