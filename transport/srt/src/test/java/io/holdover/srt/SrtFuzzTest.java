package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.TestKeys;
import io.holdover.srt.handshake.HandshakeBody;
import io.holdover.srt.handshake.HandshakeExtensions;
import io.holdover.srt.packet.ControlHeader;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.DataHeader;
import io.holdover.srt.packet.LossListReader;
import io.holdover.srt.packet.PacketHeader;
import io.holdover.srt.packet.SequenceNumber;

/** Whatever comes off the wire, nothing is thrown, nothing grows without limit, and no answer is larger than what it answers allows. */
class SrtFuzzTest {
    private static final int HANDSHAKE_BYTES = PacketHeader.BYTES + HandshakeBody.BYTES;
    private static final int COOKIE_AT = 44;
    private static final long MS = 1_000_000;

    @FuzzTest
    void parsesAnyDatagram(byte[] datagram) {
        ByteBuffer buffer = ByteBuffer.wrap(datagram);
        if (datagram.length < PacketHeader.BYTES) {
            return;
        }
        if (!PacketHeader.isControl(buffer, 0)) {
            assertThat(DataHeader.sequence(buffer, 0)).isNotNegative();
            assertThat(DataHeader.keyFlag(DataHeader.messageWord(buffer, 0))).isBetween(0, 3);
            return;
        }
        assertThat(ControlHeader.type(buffer, 0)).isNotNull();
        if (ControlHeader.type(buffer, 0) == ControlType.NAK) {
            LossListReader reader = new LossListReader();
            reader.reset(buffer, PacketHeader.BYTES, datagram.length);
            int entries = 0;
            while (reader.next()) {
                entries++;
                assertThat(reader.first()).isNotNegative();
                assertThat(SequenceNumber.distance(reader.first(), reader.last())).isNotNegative();
            }
            assertThat(entries + reader.malformed()).isLessThanOrEqualTo(datagram.length / 4);
        }
        if (datagram.length >= HANDSHAKE_BYTES) {
            HandshakeBody.read(buffer, PacketHeader.BYTES);
            HandshakeExtensions extensions = HandshakeExtensions.parse(buffer, HANDSHAKE_BYTES, datagram.length);
            if (extensions != null && extensions.keyMaterial() != null) {
                KeyMaterialMessage.parse(extensions.keyMaterial());
            }
        }
    }

    /** The cookie is put right, or nothing would get past it. */
    @FuzzTest
    void answersAnyHandshake(byte[] input) {
        ListenerFixture fixture = new ListenerFixture();
        fixture.accepts = false;
        int cookie = fixture.cookieFor(new TestCaller());
        byte[] datagram = input.clone();
        if (datagram.length >= HANDSHAKE_BYTES) {
            ByteBuffer.wrap(datagram).putInt(COOKIE_AT, cookie).putInt(12, 0);
        }
        fixture.receive(datagram);
        fixture.receive(datagram);
        assertThat(fixture.requests).hasSizeLessThanOrEqualTo(1);
        assertThat(fixture.sent).hasSizeLessThanOrEqualTo(2).allMatch(answer -> answer.length <= HANDSHAKE_BYTES);
        for (ConnectionRequest request : fixture.requests) {
            if (request.encrypted()) {
                request.reject(RejectionReason.UNSECURE, fixture.nowNs);
            } else {
                assertThat(request.accept(AcceptOptions.clear(fixture.options), new RecordingHandler(), fixture.nowNs)).isNotNull();
                fixture.receive(datagram);
                fixture.run(20);
            }
        }
    }

    /** The input is a row of datagrams, each after two bytes: its length, and what happens before it. */
    @FuzzTest
    void survivesAnyDatagramsOfAPeer(byte[] input) {
        for (boolean encrypted : new boolean[]{false, true}) {
            ListenerFixture fixture = new ListenerFixture(SrtOptions.defaults().withReceiveBufferPackets(512));
            OrderedHandler handler = new OrderedHandler();
            SrtConnection connection = connect(fixture, handler, encrypted);
            TestPayloads payloads = new TestPayloads(200);
            ByteBuffer script = ByteBuffer.wrap(input);
            long offered = 0;
            while (script.remaining() >= 2) {
                int action = script.get() & 0xFF;
                byte[] datagram = new byte[Math.min(script.get() & 0xFF, script.remaining())];
                script.get(datagram);
                fixture.nowNs += (action >> 2) * MS;
                if ((action & 1) != 0 && connection.offer(payloads, offered, 200, fixture.nowNs, fixture.nowNs)) {
                    offered++;
                }
                if (datagram.length >= PacketHeader.BYTES) {
                    ByteBuffer.wrap(datagram).putInt(12, connection.socketId());
                    fixture.sent.clear();
                    fixture.receive(datagram);
                    assertThat(fixture.sent.size()).as("answers to one datagram").isLessThanOrEqualTo(40 + (int) offered);
                }
                if ((action & 2) != 0) {
                    fixture.run(10);
                }
            }
            fixture.run(20);
            SrtStatistics statistics = connection.statistics(fixture.nowNs);
            assertThat(statistics.received().bufferedPackets()).isBetween(0, 512);
            assertThat(statistics.received().bufferedBytes()).isBetween(0L, 512L * 1456);
            assertThat(statistics.sent().flightPackets()).isBetween(0, (int) offered);
            connection.close(fixture.nowNs);
            fixture.run(100);
            assertThat(connection.isEnded()).isTrue();
            assertThat(handler.closed).isEqualTo(1);
        }
    }

    private static SrtConnection connect(ListenerFixture fixture, SrtConnectionHandler handler, boolean encrypted) {
        fixture.accepts = false;
        TestCaller caller = new TestCaller();
        TestKeys keys = TestKeys.generate(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 16, 1);
        caller.keyMaterial = encrypted ? keys.message().toBytes() : null;
        fixture.conclusionWithoutAnswer(caller);
        SrtConnection connection = fixture.requests.getFirst()
                .accept(new AcceptOptions(fixture.options, encrypted ? keys.keys() : null), handler, fixture.nowNs);
        if (connection == null) {
            throw new AssertionError("not accepted");
        }
        return connection;
    }

    private static final class OrderedHandler extends RecordingHandler {
        private final List<Long> plays = new ArrayList<>();

        @Override
        public void onPayload(SrtConnection connection, ByteBuffer payload, long atNs) {
            assertThat(closed).isZero();
            assertThat(payload.remaining()).isBetween(1, 1456);
            plays.add(atNs);
        }

        @Override
        public void onGap(SrtConnection connection, int packets) {
            assertThat(closed).isZero();
            assertThat(packets).isPositive();
        }
    }
}
