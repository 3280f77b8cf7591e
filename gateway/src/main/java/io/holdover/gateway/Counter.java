package io.holdover.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One number that is kept about a session, documented once for the API, the metrics and the reference page.
 *
 * @param name
 *            as the API prints it: {@code packetsSentUnique}
 * @param metricName
 *            as metrics print it after the kind of session: {@code packets_sent_unique} of {@code srt_conns_packets_sent_unique}
 * @param kind
 *            whether it only grows
 * @param unit
 *            {@code packets}, {@code bytes}, {@code ms}, {@code Mbit/s}...
 * @param integral
 *            whether the API prints it without a fraction
 * @param help
 *            one sentence
 */
public record Counter(String name, String metricName, Kind kind, String unit, boolean integral, String help) {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /** How the number behaves. */
    public enum Kind {
        /** Never falls while the session lasts. */
        TOTAL,
        /** A present value. */
        GAUGE
    }

    /** One whose name in metrics is made of the other: {@code msSendTsbPdDelay} becomes {@code ms_send_tsb_pd_delay}. */
    public Counter(String name, Kind kind, String unit, boolean integral, String help) {
        this(name, WORD_START.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT), kind, unit, integral, help);
    }
}
