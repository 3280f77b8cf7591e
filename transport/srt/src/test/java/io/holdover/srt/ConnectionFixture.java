package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One connection of a listener, driven datagram by datagram. */
class ConnectionFixture {
    static final int FIRST = 1000;
    static final int SOLO = 0xC000_0000;
    static final int REPEAT = 1 << 26;
    static final int RANGE = 1 << 31;

    final ListenerFixture fixture = new ListenerFixture();
    final TestCaller caller = new TestCaller();
    final TestPayloads payloads = new TestPayloads(1316);

    SrtConnection connect() {
        fixture.conclude(caller);
        fixture.sent.clear();
        return fixture.onlyConnection();
    }

    RecordingHandler handler() {
        return fixture.handlers.getFirst();
    }

    int nowUs() {
        return (int) ((fixture.nowNs - SimulatedPair.START_NS) / 1000);
    }

    void data(SrtConnection connection, int index) {
        data(connection, index, 0);
    }

    void data(SrtConnection connection, int index, int flags) {
        fixture.receive(ListenerFixture.data(FIRST + index, SOLO | flags | index + 1, nowUs(), connection.socketId(),
                payloads.payload(index)));
    }

    void control(SrtConnection connection, int type, int information, int... words) {
        fixture.receive(ListenerFixture.control(type, 0, information, nowUs(), connection.socketId(), words));
    }

    /** What was sent of this control type since the last call of {@code sent.clear()}. */
    List<ByteBuffer> sent(int type) {
        List<ByteBuffer> found = new ArrayList<>();
        for (byte[] datagram : fixture.sent) {
            if (SimulatedPair.controlType(datagram) == type) {
                found.add(ByteBuffer.wrap(datagram));
            }
        }
        return found;
    }

    void offer(SrtConnection connection, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(connection.offer(payloads, i, 1316, fixture.nowNs, fixture.nowNs)).isTrue();
        }
        fixture.run(50);
    }
}
