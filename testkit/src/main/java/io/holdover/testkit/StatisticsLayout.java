package io.holdover.testkit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the fields of srt.h's SRT_TRACEBSTATS lie: each aligned to its own size, in the order of the header. */
final class StatisticsLayout {

    static final Map<String, Field> FIELDS = new LinkedHashMap<>();

    /** More than the fields need: later libraries append some. */
    static final long BYTES = 4_096;

    private static long end;

    static {
        // @formatter:off
        add(Kind.LONG, "msTimeStamp", "pktSentTotal", "pktRecvTotal");
        add(Kind.INT, "pktSndLossTotal", "pktRcvLossTotal", "pktRetransTotal", "pktSentACKTotal", "pktRecvACKTotal", "pktSentNAKTotal",
                "pktRecvNAKTotal");
        add(Kind.LONG, "usSndDurationTotal");
        add(Kind.INT, "pktSndDropTotal", "pktRcvDropTotal", "pktRcvUndecryptTotal");
        add(Kind.LONG, "byteSentTotal", "byteRecvTotal", "byteRcvLossTotal", "byteRetransTotal", "byteSndDropTotal", "byteRcvDropTotal",
                "byteRcvUndecryptTotal", "pktSent", "pktRecv");
        add(Kind.INT, "pktSndLoss", "pktRcvLoss", "pktRetrans", "pktRcvRetrans", "pktSentACK", "pktRecvACK", "pktSentNAK", "pktRecvNAK");
        add(Kind.DOUBLE, "mbpsSendRate", "mbpsRecvRate");
        add(Kind.LONG, "usSndDuration");
        add(Kind.INT, "pktReorderDistance");
        add(Kind.DOUBLE, "pktRcvAvgBelatedTime");
        add(Kind.LONG, "pktRcvBelated");
        add(Kind.INT, "pktSndDrop", "pktRcvDrop", "pktRcvUndecrypt");
        add(Kind.LONG, "byteSent", "byteRecv", "byteRcvLoss", "byteRetrans", "byteSndDrop", "byteRcvDrop", "byteRcvUndecrypt");
        add(Kind.DOUBLE, "usPktSndPeriod");
        add(Kind.INT, "pktFlowWindow", "pktCongestionWindow", "pktFlightSize");
        add(Kind.DOUBLE, "msRTT", "mbpsBandwidth");
        add(Kind.INT, "byteAvailSndBuf", "byteAvailRcvBuf");
        add(Kind.DOUBLE, "mbpsMaxBW");
        add(Kind.INT, "byteMSS", "pktSndBuf", "byteSndBuf", "msSndBuf", "msSndTsbPdDelay", "pktRcvBuf", "byteRcvBuf", "msRcvBuf",
                "msRcvTsbPdDelay", "pktSndFilterExtraTotal", "pktRcvFilterExtraTotal", "pktRcvFilterSupplyTotal",
                "pktRcvFilterLossTotal", "pktSndFilterExtra", "pktRcvFilterExtra", "pktRcvFilterSupply", "pktRcvFilterLoss",
                "pktReorderTolerance");
        add(Kind.LONG, "pktSentUniqueTotal", "pktRecvUniqueTotal", "byteSentUniqueTotal", "byteRecvUniqueTotal", "pktSentUnique",
                "pktRecvUnique", "byteSentUnique", "byteRecvUnique");
        // @formatter:on
    }

    private StatisticsLayout() {
    }

    enum Kind {
        INT, LONG, DOUBLE
    }

    record Field(Kind kind, long offset) {
        Number read(MemorySegment memory) {
            return switch (kind) {
                case INT -> memory.get(ValueLayout.JAVA_INT, offset);
                case LONG -> memory.get(ValueLayout.JAVA_LONG, offset);
                case DOUBLE -> memory.get(ValueLayout.JAVA_DOUBLE, offset);
            };
        }
    }

    private static void add(Kind kind, String... names) {
        long size = kind == Kind.INT ? Integer.BYTES : Long.BYTES;
        for (String name : names) {
            long offset = Math.ceilDiv(end, size) * size;
            FIELDS.put(name, new Field(kind, offset));
            end = offset + size;
        }
    }
}
