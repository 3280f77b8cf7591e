package io.holdover.control.api;

import java.util.List;
import java.util.function.Supplier;

import io.holdover.control.config.LiveConfig;
import io.holdover.gateway.Gateway;
import io.holdover.stream.StreamRegistry;

/**
 * All that the API can show and change.
 *
 * @param version
 *            the program's
 * @param gateways
 *            those that are open at present
 * @param jwksRefresh
 *            has the keys of tokens fetched again
 */
public record ApiSubjects(String version, WallTime wallTime, LiveConfig config, StreamRegistry streams, Supplier<List<Gateway>> gateways,
        Runnable jwksRefresh) {
}
