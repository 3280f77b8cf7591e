package io.holdover.srt.conformance;

import static io.holdover.srt.conformance.RawPacket.ACK;
import static io.holdover.srt.conformance.RawPacket.ACKACK;
import static io.holdover.srt.conformance.RawPacket.DROP_REQUEST;
import static io.holdover.srt.conformance.RawPacket.NAK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.holdover.srt.SrtStatistics;

/** Items 51 and 53 to 55 of docs/srt-conformance.md: acknowledgements, loss reports and drop requests made by hand. */
class ControlPacketConformanceTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int RTT_US = 10_000;
    private static final int RTT_VARIANCE_US = 1_000;
    private static final int WINDOW_PACKETS = 8_192;

    private final RelayServer server = RelayServer.open();
    private final RawCaller publisher = new RawCaller(server.address(), 501);
    private final RawCaller reader = new RawCaller(server.address(), 502);

    @BeforeEach
    void connect() {
        publisher.connect("#!::r=one,m=publish");
        reader.connect("#!::r=one");
    }

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        publisher.close();
        reader.close();
        server.close();
    }

    @Test
    @DisplayName("51: light, 6-word, 7-word and 8-word acknowledgements are understood; those with a number are answered")
    void understandsEveryAcknowledgement() {
        int next = relay(0, 40);
        reader.everything();
        reader.send(reader.control(ACK, 0, next - 30));
        await().atMost(SOON).until(() -> inFlight() == 30);
        assertThat(reader.everything()).noneMatch(packet -> packet.isControl(ACKACK));

        reader.send(reader.control(ACK, 1, next - 20, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 0, 0));
        assertThat(reader.expect(packet -> packet.isControl(ACKACK)).word(1)).isEqualTo(1);
        await().atMost(SOON).until(() -> inFlight() == 20);

        reader.send(reader.control(ACK, 2, next - 10, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 100, 1_000, 100_000, 0));
        assertThat(reader.expect(packet -> packet.isControl(ACKACK)).word(1)).isEqualTo(2);
        await().atMost(SOON).until(() -> inFlight() == 10);

        reader.send(reader.control(ACK, 3, next, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 100, 1_000, 100_000));
        assertThat(reader.expect(packet -> packet.isControl(ACKACK)).word(1)).isEqualTo(3);
        await().atMost(SOON).until(() -> inFlight() == 0);
    }

    @Test
    @DisplayName("53: a drop request skips its packets without a report; a short one is ignored")
    void honoursDropRequests() {
        for (int i = 0; i < 10; i++) {
            publisher.sendData(Payloads.numbered(i));
        }
        int lowest = publisher.sequence;
        await().atMost(SOON).until(() -> server.receivedCount("one") == 10);
        publisher.everything();
        publisher.send(publisher.control(DROP_REQUEST, 0, lowest));
        publisher.send(publisher.control(DROP_REQUEST, 0, lowest, lowest + 4));
        publisher.sequence += 5;
        for (int i = 15; i < 25; i++) {
            publisher.sendData(Payloads.numbered(i));
        }
        assertThat(publisher.collect(Duration.ofMillis(400))).noneMatch(packet -> packet.isControl(NAK));
        await().atMost(SOON).until(() -> server.receivedCount("one") == 20);
        Payloads.assertNumbered(server.received("one").subList(0, 10), 0, 10);
        Payloads.assertNumbered(server.received("one").subList(10, 20), 15, 10);
        assertThat(server.gaps("one")).isEqualTo(5);
        assertThat(server.connectionIds()).hasSize(2);
    }

    @Test
    @DisplayName("54: loss reports that make no sense are survived and cause no storm of repeats")
    void survivesMalformedLossReports() {
        int next = relay(0, 40);
        reader.everything();
        int open = 0x8000_0000;
        int[][] reports = {{}, {open | next - 10}, {open | next - 5, next - 10}, {-1}, {-1, -1}, {next + 5},
            {open | next, next + 1_000_000},
            {open | next - 100_000, next - 90_000}, {open, 0x7FFF_FFFE}, {next - 10, open | next - 5}, {open | next - 5, open | next - 3}};
        for (int[] report : reports) {
            reader.send(reader.control(NAK, 0, report));
        }
        long repeats = reader.everything().stream().filter(RawPacket::isRetransmission).count();
        // At most the single number of the tenth report, and the window once.
        assertThat(repeats).isLessThanOrEqualTo(40);

        // A reasonable one is still understood.
        reader.send(reader.control(ACK, 1, next - 8, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 0, 0, 0));
        relay(40, 1);
        assertThat(server.connectionIds()).hasSize(2);
        reader.expect(packet -> packet.isData() && packet.sequence() == next);
    }

    @Test
    @DisplayName("55: acknowledgements of the future and answers to none are ignored")
    void ignoresAcknowledgementsOfTheFuture() {
        int next = relay(0, 20);
        reader.send(reader.control(ACK, 1, next + 1_000, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 0, 0, 0));
        reader.send(reader.control(ACK, 2, -1, RTT_US, RTT_VARIANCE_US, WINDOW_PACKETS, 0, 0, 0));
        reader.send(reader.control(ACK, 3));
        publisher.send(publisher.control(ACKACK, 12_345));
        publisher.send(publisher.control(ACKACK, 0));
        publisher.send(publisher.control(ACKACK, -1));
        relay(20, 20);
        reader.expect(packet -> packet.isData() && packet.sequence() == next + 19);
        SrtStatistics.Sent sent = server.statistics("#!::r=one").sent();
        assertThat(sent.flightPackets() + sent.droppedPackets()).as("not acknowledged").isEqualTo(40);
        assertThat(server.connectionIds()).hasSize(2);
    }

    /** Publishes payloads that the reader gets; returns the sequence number after the last one. */
    private int relay(int first, int count) {
        for (int i = 0; i < count; i++) {
            publisher.sendData(Payloads.numbered(first + i));
        }
        int[] last = new int[1];
        reader.expect(packet -> {
            if (packet.isData()) {
                last[0] = packet.sequence();
            }
            return packet.isData() && Payloads.numberOf(packet.payload()) == first + count - 1;
        });
        List<byte[]> received = server.received("one");
        assertThat(received).hasSizeGreaterThanOrEqualTo(first + count);
        return last[0] + 1 & 0x7FFF_FFFF;
    }

    private int inFlight() {
        return server.statistics("#!::r=one").sent().flightPackets();
    }
}
