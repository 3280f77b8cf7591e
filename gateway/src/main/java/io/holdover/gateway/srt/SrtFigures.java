package io.holdover.gateway.srt;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.ToDoubleFunction;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Counter.Kind;
import io.holdover.gateway.Figure;
import io.holdover.srt.SrtStatistics;

/**
 * The table of what is counted about each SRT connection: first the fields of MediaMTX under its names, in the order of its metrics, then
 * what only we count. Bytes include all headers.
 */
public final class SrtFigures {
    /** A percentage. */
    private static final double PERCENT = 100;

    private static final List<Row> ROWS = rows();

    /** Every counter, in the order of {@link #of}. */
    public static final List<Counter> COUNTERS = ROWS.stream().map(Row::counter).toList();

    private SrtFigures() {
    }

    /** One connection at one instant. */
    private record Sample(SrtStatistics.Sent sent, SrtStatistics.Received received, SrtStatistics.Link link, long missedChunks) {
    }

    private record Row(Counter counter, ToDoubleFunction<Sample> value) {
    }

    /** Figures that are made of the sample when they are looked at. */
    private static final class SampleFigures extends AbstractList<Figure> implements RandomAccess {
        private final Sample sample;

        SampleFigures(Sample sample) {
            this.sample = sample;
        }

        @Override
        public Figure get(int index) {
            Row row = ROWS.get(index);
            return new Figure(row.counter(), row.value().applyAsDouble(sample));
        }

        @Override
        public int size() {
            return ROWS.size();
        }
    }

    /**
     * A connection's figures.
     *
     * @param missedChunks
     *            chunks that a reader never got because it was too slow, 0 for a publisher
     */
    static List<Figure> of(SrtStatistics statistics, long missedChunks) {
        return new SampleFigures(new Sample(statistics.sent(), statistics.received(), statistics.link(), missedChunks));
    }

    private static List<Row> rows() {
        Table t = new Table();
        t.total("packetsSent", "packets", "data packets sent, repeats included", s -> s.sent.packets());
        t.total("packetsReceived", "packets", "data packets received, repeats and duplicates included", s -> s.received.packets());
        t.total("packetsSentUnique", "packets", "data packets sent, repeats left out", s -> s.sent.uniquePackets());
        t.total("packetsReceivedUnique", "packets", "data packets received that were new", s -> s.received.uniquePackets());
        t.total("packetsSendLoss", "packets", "data packets that the peer reported missing", s -> s.sent.lossPackets());
        t.total("packetsReceivedLoss", "packets", "data packets found missing when a later one came; most are repaired in time",
                s -> s.received.lossPackets());
        t.total("packetsRetrans", "packets", "repeats sent", s -> s.sent.retransmittedPackets());
        t.total("packetsReceivedRetrans", "packets", "data packets received that the peer marked as repeats",
                s -> s.received.retransmittedPackets());
        t.total("packetsSentACK", "packets", "acknowledgements sent", s -> s.sent.ackPackets());
        t.total("packetsReceivedACK", "packets", "acknowledgements received", s -> s.received.ackPackets());
        t.total("packetsSentNAK", "packets", "loss reports sent", s -> s.sent.nakPackets());
        t.total("packetsReceivedNAK", "packets", "loss reports received", s -> s.received.nakPackets());
        t.total("packetsSentKM", "packets", "key material messages sent", s -> s.sent.keyMaterialPackets());
        t.total("packetsReceivedKM", "packets", "key material messages received", s -> s.received.keyMaterialPackets());
        t.total("usSndDuration", "us", "time during which something was sent and not yet acknowledged", s -> s.sent.durationUs());
        t.total("packetsReceivedBelated", "packets", "data packets that came after their place had been played or given up",
                s -> s.received.belatedPackets());
        t.total("packetsSendDrop", "packets", "data packets given up unsent or unrepaired because it was too late for them",
                s -> s.sent.droppedPackets());
        t.total("packetsReceivedDrop", "packets", "data packets given up because they did not come in time: holes in the stream",
                s -> s.received.droppedPackets());
        t.total("packetsReceivedUndecrypt", "packets", "data packets that no key fits", s -> s.received.undecryptablePackets());
        t.total("bytesSent", "bytes", "length of `packetsSent`", s -> s.sent.bytes());
        t.total("bytesReceived", "bytes", "length of `packetsReceived`", s -> s.received.bytes());
        t.total("bytesSentUnique", "bytes", "length of `packetsSentUnique`", s -> s.sent.uniqueBytes());
        t.total("bytesReceivedUnique", "bytes", "length of `packetsReceivedUnique`", s -> s.received.uniqueBytes());
        t.gauge("bytesReceivedLoss", "bytes", true, "length of `packetsReceivedLoss`, estimated from the average packet",
                s -> s.received.lossBytes());
        t.total("bytesRetrans", "bytes", "length of `packetsRetrans`", s -> s.sent.retransmittedBytes());
        t.total("bytesReceivedRetrans", "bytes", "length of `packetsReceivedRetrans`", s -> s.received.retransmittedBytes());
        t.total("bytesReceivedBelated", "bytes", "length of `packetsReceivedBelated`", s -> s.received.belatedBytes());
        t.total("bytesSendDrop", "bytes", "length of `packetsSendDrop`", s -> s.sent.droppedBytes());
        t.gauge("bytesReceivedDrop", "bytes", true, "length of `packetsReceivedDrop`, estimated from the average packet",
                s -> s.received.droppedBytes());
        t.total("bytesReceivedUndecrypt", "bytes", "length of `packetsReceivedUndecrypt`", s -> s.received.undecryptableBytes());
        t.gauge("usPacketsSendPeriod", "us", false, "least distance between two packets that pacing allows at present",
                s -> s.sent.periodUs());
        t.gauge("packetsFlowWindow", "packets", true, "room at the peer", s -> s.link.peerWindowPackets());
        t.gauge("packetsFlightSize", "packets", true, "sent and not yet acknowledged", s -> s.sent.flightPackets());
        t.gauge("msRTT", "ms", false, "smoothed round trip time", s -> s.link.rttMs());
        t.gauge("mbpsSendRate", "Mbit/s", false, "sent over about the last second", s -> s.sent.rateMbps());
        t.gauge("mbpsReceiveRate", "Mbit/s", false, "received over about the last second", s -> s.received.rateMbps());
        t.gauge("mbpsLinkCapacity", "Mbit/s", false, "capacity of the link as packet pairs suggest", s -> s.link.capacityMbps());
        t.gauge("bytesAvailSendBuf", "bytes", true, "room in the sending buffer", s -> s.sent.bufferFreeBytes());
        t.gauge("bytesAvailReceiveBuf", "bytes", true, "room in the receiving buffer", s -> s.received.bufferFreeBytes());
        t.gauge("mbpsMaxBW", "Mbit/s", false, "limit of pacing at present", s -> s.link.maxBandwidthMbps());
        // The one name that is another word in MediaMTX's metrics.
        t.add(new Counter("byteMSS", "bytes_mss", Kind.GAUGE, "bytes", true, "negotiated largest IP packet"), s -> s.link.mssBytes());
        t.gauge("packetsSendBuf", "packets", true, "unsent or unacknowledged", s -> s.sent.bufferedPackets());
        t.gauge("bytesSendBuf", "bytes", true, "length of `packetsSendBuf`", s -> s.sent.bufferedBytes());
        t.gauge("msSendBuf", "ms", true, "time span of `packetsSendBuf`", s -> s.sent.bufferedMs());
        t.gauge("msSendTsbPdDelay", "ms", true, "the peer's delay of what we send", s -> s.sent.latencyMs());
        t.gauge("packetsReceiveBuf", "packets", true, "received and waiting to be played", s -> s.received.bufferedPackets());
        t.gauge("bytesReceiveBuf", "bytes", true, "length of `packetsReceiveBuf`", s -> s.received.bufferedBytes());
        t.gauge("msReceiveBuf", "ms", true, "time span of `packetsReceiveBuf`", s -> s.received.bufferedMs());
        t.gauge("msReceiveTsbPdDelay", "ms", true, "our delay of what we receive", s -> s.received.latencyMs());
        t.gauge("packetsReorderTolerance", "packets", true, "how many packets a loss report waits at present",
                s -> s.received.reorderTolerancePackets());
        t.gauge("packetsReceivedAvgBelatedTime", "ms", true, "how late the belated packets were, smoothed",
                s -> s.received.averageBelatedMs());
        t.gauge("packetsSendLossRate", "%", false, "repeats among the bytes sent, since the connection's start",
                s -> percentage(s.sent.retransmittedBytes(), s.sent.bytes()));
        t.gauge("packetsReceivedLossRate", "%", false, "repeats among the bytes received, since the connection's start",
                s -> percentage(s.received.retransmittedBytes(), s.received.bytes()));
        t.total("outboundFramesDiscarded", "packets", "packets that a reader never got because it was too slow", s -> s.missedChunks);

        t.total("packetsReceivedDuplicate", "packets", "data packets that came again while the first was still waiting to be played",
                s -> s.received.duplicatePackets());
        t.total("packetsReceivedFilter", "packets", "packets of a packet filter (FEC), which are ignored",
                s -> s.received.filterPackets());
        t.total("packetsReceivedMalformed", "packets", "packets of any kind that could not be understood",
                s -> s.received.malformedPackets());
        t.total("packetsReceivedForeign", "packets", "packets that came from another address than the peer's",
                s -> s.received.foreignPackets());
        t.total("packetsReceivedOutsideWindow", "packets", "data packets too far ahead to be kept, or without memory for them",
                s -> s.received.outsideWindowPackets());
        t.gauge("packetsReorderDistance", "packets", true, "the farthest straggler seen", s -> s.received.reorderDistancePackets());
        t.gauge("msRTTVariance", "ms", false, "smoothed deviation of the round trip time", s -> s.link.rttVarianceMs());
        t.gauge("usDrift", "us", true, "the peer's clock against ours, as corrected at present", s -> s.link.driftUs());
        return List.copyOf(t.rows);
    }

    private static double percentage(long part, long whole) {
        return whole == 0 ? 0 : PERCENT * part / whole;
    }

    private static final class Table {
        private final List<Row> rows = new ArrayList<>();

        void total(String name, String unit, String help, ToDoubleFunction<Sample> value) {
            add(new Counter(name, Kind.TOTAL, unit, true, help), value);
        }

        void gauge(String name, String unit, boolean integral, String help, ToDoubleFunction<Sample> value) {
            add(new Counter(name, Kind.GAUGE, unit, integral, help), value);
        }

        void add(Counter counter, ToDoubleFunction<Sample> value) {
            rows.add(new Row(counter, value));
        }
    }
}
