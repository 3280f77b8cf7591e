package io.holdover.srt;

/**
 * A listener's counters at one instant.
 *
 * @param ignoredDatagrams
 *            made no sense
 * @param wrongCookies
 *            conclusions that proved no address
 * @param acceptedRequests
 *            became connections
 * @param rejectedRequests
 *            were refused, by us or by the application
 * @param pendingRequests
 *            wait for an answer now
 * @param connections
 *            live now
 * @param receiveMemoryBytes
 *            kept for reception now
 */
public record SrtListenerStatistics(long ignoredDatagrams, long wrongCookies, long acceptedRequests, long rejectedRequests,
        int pendingRequests, int connections, long receiveMemoryBytes) {
}
