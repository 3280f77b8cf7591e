package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A listener and everything that it sends, on a manual clock. */
final class ListenerFixture {
    static final InetSocketAddress PEER = TestCaller.address(40_000);
    static final long MS = 1_000_000;

    final SimulatedHost host = new SimulatedHost(TestCaller.address(8890), 0x0100_0001);
    final List<byte[]> sent = new ArrayList<>();
    final List<ConnectionRequest> requests = new ArrayList<>();
    final List<RecordingHandler> handlers = new ArrayList<>();
    final SrtListener listener;
    SrtOptions options;
    boolean accepts = true;
    @Nullable
    RejectionReason rejects;
    long nowNs = SimulatedPair.START_NS;

    ListenerFixture() {
        this(SrtOptions.defaults());
    }

    ListenerFixture(SrtOptions options) {
        this.options = options;
        host.network = (to, datagram) -> sent.add(datagram);
        listener = new SrtListener(options, SimulatedHost.secret(), host, this::onRequest);
        host.listener = listener;
    }

    private void onRequest(ConnectionRequest request) {
        requests.add(request);
        if (rejects != null) {
            request.reject(rejects, nowNs);
        } else if (accepts) {
            RecordingHandler handler = new RecordingHandler();
            handlers.add(handler);
            request.accept(AcceptOptions.clear(options), handler, nowNs);
        }
    }

    void receive(byte[] datagram) {
        receive(datagram, PEER);
    }

    void receive(byte[] datagram, InetSocketAddress from) {
        host.receive(datagram, from, nowNs);
        host.finishBatch(nowNs);
    }

    void run(long ms) {
        for (long i = 0; i < ms; i++) {
            nowNs += MS;
            host.finishBatch(nowNs);
        }
    }

    int cookieFor(TestCaller caller) {
        return cookieFor(caller, PEER);
    }

    int cookieFor(TestCaller caller, InetSocketAddress from) {
        sent.clear();
        receive(caller.induction(), from);
        int cookie = TestCaller.Answer.read(sent.getLast()).cookie();
        sent.clear();
        return cookie;
    }

    /** The answer to this caller's conclusion; fails when there is none. */
    TestCaller.Answer conclude(TestCaller caller) {
        int cookie = cookieFor(caller);
        receive(caller.conclusion(cookie));
        return TestCaller.Answer.read(sent.getLast());
    }

    /** Sends this caller's conclusion to an application that does not answer. */
    void conclusionWithoutAnswer(TestCaller caller) {
        receive(caller.conclusion(cookieFor(caller)));
    }

    /** The wire code with which this caller is refused. */
    int refusal(TestCaller caller) {
        TestCaller.Answer answer = conclude(caller);
        if (answer.type() < 1000 || !requests.isEmpty()) {
            throw new AssertionError("not refused by the listener itself: " + answer);
        }
        return answer.type();
    }

    SrtConnection onlyConnection() {
        if (host.connections.size() != 1) {
            throw new AssertionError(host.connections.size() + " connections");
        }
        return host.connections.values().iterator().next();
    }

    static byte[] control(int type, int subtype, int information, int timestampUs, int destination, int... words) {
        ByteBuffer b = ByteBuffer.allocate(16 + words.length * 4);
        b.putInt(1 << 31 | type << 16 | subtype).putInt(information).putInt(timestampUs).putInt(destination);
        for (int word : words) {
            b.putInt(word);
        }
        return b.array();
    }

    static byte[] data(int sequence, int messageWord, int timestampUs, int destination, byte[] payload) {
        return ByteBuffer.allocate(16 + payload.length).putInt(sequence).putInt(messageWord).putInt(timestampUs).putInt(destination)
                .put(payload).array();
    }
}
