package io.holdover.control.http;

import java.time.Duration;

/**
 * What one door gives to its callers.
 *
 * @param bodyBytes
 *            the longest body that is read
 * @param headerBytes
 *            all header fields of a request together
 * @param connections
 *            open at once; one more is closed unheard
 * @param handling
 *            requests that are worked on at once; the others wait for their turn
 * @param read
 *            from the first byte of a request to its last, and from a connection to its first request
 * @param idle
 *            between an answer and the next request on the same connection
 * @param handle
 *            from the end of a request to its answer
 * @param write
 *            until the caller has taken the answer
 */
public record HttpLimits(int bodyBytes, int headerBytes, int connections, int handling, Duration read, Duration idle, Duration handle,
        Duration write) {
    private static final int KIB = 1024;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    /** For people, their scripts and a scraper or two. */
    public static final HttpLimits DEFAULTS =
            new HttpLimits(KIB * KIB, 16 * KIB, KIB, 32, TEN_SECONDS, HALF_A_MINUTE, HALF_A_MINUTE, TEN_SECONDS);

    /** @throws IllegalArgumentException naming what is not positive */
    public HttpLimits {
        if (bodyBytes < 1 || headerBytes < 1 || connections < 1 || handling < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
        if (!read.isPositive() || !idle.isPositive() || !handle.isPositive() || !write.isPositive()) {
            throw new IllegalArgumentException("a time that is not positive");
        }
    }

    /** The same with what an operator says about time. */
    public HttpLimits with(Duration newRead, Duration newWrite) {
        return new HttpLimits(bodyBytes, headerBytes, connections, handling, newRead, idle, handle, newWrite);
    }
}
