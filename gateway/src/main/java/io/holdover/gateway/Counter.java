package io.holdover.gateway;

/**
 * One number that is kept about a session, documented once for the API, the metrics and the reference page.
 *
 * @param name
 *            as the API prints it: {@code packetsSentRetrans}; metrics make {@code srt_conns_packets_sent_retrans} of it
 * @param kind
 *            whether it only grows
 * @param unit
 *            {@code packets}, {@code bytes}, {@code ms}, {@code Mbit/s}...
 * @param integral
 *            whether the API prints it without a fraction
 * @param help
 *            one sentence
 */
public record Counter(String name, Kind kind, String unit, boolean integral, String help) {

    /** How the number behaves. */
    public enum Kind {
        /** Never falls while the session lasts. */
        TOTAL,
        /** A present value. */
        GAUGE
    }
}
