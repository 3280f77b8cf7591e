package io.holdover.srt.net;

/**
 * An SRT port's counters since it was opened.
 *
 * @param opened connections that began
 * @param ended connections that are forgotten
 * @param shortDatagrams datagrams without a whole SRT header
 * @param unknownIdDatagrams datagrams for a socket id that no connection has
 */
public record SrtPortCounters(long opened, long ended, long shortDatagrams, long unknownIdDatagrams) {
}
