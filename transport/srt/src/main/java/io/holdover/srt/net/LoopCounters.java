package io.holdover.srt.net;

/**
 * A loop's counters since it was opened.
 *
 * @param turns turns of the duty cycle
 * @param fullBatches batches that were full: the loop is behind
 * @param tasks tasks run
 * @param timers timers run
 * @param failures exceptions that a handler, task or timer threw, each a bug, or the socket, which is broken then
 * @param unhandledDatagrams datagrams that came while no handler was attached
 * @param udp the counters of all sockets that it has had
 */
public record LoopCounters(long turns, long fullBatches, long tasks, long timers, long failures, long unhandledDatagrams,
        UdpCounters udp) {
}
