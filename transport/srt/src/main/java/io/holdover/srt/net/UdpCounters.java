package io.holdover.srt.net;

/**
 * A UDP port's counters since it was opened.
 *
 * @param receivedDatagrams datagrams handed over
 * @param oversizedDatagrams datagrams dropped since they did not fit {@link UdpPort#MAX_DATAGRAM_BYTES}
 * @param receiveErrors errors the kernel reported while receiving (ICMP among them); none is fatal
 * @param sentDatagrams datagrams the kernel took
 * @param sendStalls times the kernel's send buffer was full and we waited for it
 * @param sendDrops datagrams given up because it stayed full
 * @param sendErrors datagrams the kernel refused (no route, firewall, too long)
 */
public record UdpCounters(long receivedDatagrams, long oversizedDatagrams, long receiveErrors, long sentDatagrams, long sendStalls,
        long sendDrops, long sendErrors) {

    static final UdpCounters NONE = new UdpCounters(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    UdpCounters plus(UdpCounters other) {
        return new UdpCounters(receivedDatagrams + other.receivedDatagrams, oversizedDatagrams + other.oversizedDatagrams,
                receiveErrors + other.receiveErrors, sentDatagrams + other.sentDatagrams, sendStalls + other.sendStalls,
                sendDrops + other.sendDrops, sendErrors + other.sendErrors);
    }
}
