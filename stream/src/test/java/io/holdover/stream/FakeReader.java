package io.holdover.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A session that takes what is due, as much as its link allows. */
public final class FakeReader implements SubscriberPort {

    private final PeerDescription who;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Long> stamps = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private final ByteBuffer datagram = ByteBuffer.allocate(1500);
    private @Nullable Subscription subscription;
    private @Nullable EndReason ended;
    private int allowed = Integer.MAX_VALUE;
    private int wakes;

    public FakeReader(String id) {
        who = new PeerDescription("srtConn", id, "127.0.0.1:4000", "");
    }

    public PeerDescription who() {
        return who;
    }

    /** Reads from that subscription, whatever it offers at once included. */
    public FakeReader on(ReadOutcome outcome) {
        subscription = ((ReadOutcome.Admitted) outcome).subscription();
        return this;
    }

    /** Whether it has nothing to read from yet. */
    public boolean isWaiting() {
        return subscription == null;
    }

    /** Chunks that the link takes from now on. */
    public void allow(int chunks) {
        allowed = chunks;
    }

    @Override
    public void onChunks(long nowNs) {
        wakes++;
        Subscription open = subscription;
        if (open == null) {
            return;
        }
        int due = open.dueChunks(nowNs);
        while (due-- > 0 && allowed > 0) {
            allowed--;
            datagram.clear();
            int length = open.chunks().copyPayload(open.nextChunk(), datagram);
            bytes.write(datagram.array(), 0, length);
            stamps.add(open.stampNs(nowNs));
            arrivals.add(nowNs);
            lengths.add(length);
            numbers.add(open.nextChunk());
            open.advance(nowNs);
        }
    }

    @Override
    public void onStreamEnded(EndReason reason, long nowNs) {
        ended = reason;
    }

    public Subscription subscription() {
        if (subscription == null) {
            throw new AssertionError("not admitted");
        }
        return subscription;
    }

    /** Bytes received so far. */
    public int length() {
        return bytes.size();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Goes. */
    public void leave(long nowNs) {
        Subscription open = subscription;
        subscription = null;
        if (open != null) {
            open.close(nowNs);
        }
    }

    public void forget() {
        bytes.reset();
        stamps.clear();
        arrivals.clear();
        lengths.clear();
        numbers.clear();
    }

    public List<Long> stamps() {
        return stamps;
    }

    public List<Long> arrivals() {
        return arrivals;
    }

    public List<Integer> lengths() {
        return lengths;
    }

    public List<Long> numbers() {
        return numbers;
    }

    public @Nullable EndReason ended() {
        return ended;
    }

    public int wakes() {
        return wakes;
    }
}
