package io.holdover.gateway.srt;

import java.util.concurrent.TimeUnit;

import io.holdover.srt.SrtOptions;

/**
 * How the gateway treats its peers.
 *
 * @param srt
 *            of every connection; its idle timeout is {@code readTimeoutNs} within SRT's own bounds
 * @param readTimeoutNs
 *            a publisher whose connection stands but that sends no data for this long is closed
 * @param writeTimeoutNs
 *            a reader that takes nothing of what is due for this long is closed
 */
public record SrtGatewayOptions(SrtOptions srt, long readTimeoutNs, long writeTimeoutNs) {
    /** A peer with nothing to say says so once a second (SRT draft 3.2.3); one or two of these may be lost. */
    private static final int LEAST_IDLE_MS = 3_000;
    private static final int LIMIT_IDLE_MS = 3_600_000;

    /** SRT's usual settings with these timeouts. */
    public static SrtGatewayOptions withTimeouts(long readTimeoutNs, long writeTimeoutNs) {
        long idleMs = Math.clamp(TimeUnit.NANOSECONDS.toMillis(readTimeoutNs), LEAST_IDLE_MS, LIMIT_IDLE_MS);
        return new SrtGatewayOptions(SrtOptions.defaults().withPeerIdleTimeoutMs((int) idleMs), readTimeoutNs, writeTimeoutNs);
    }
}
