package io.holdover.srt;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Writes down what a connection tells. Payloads carry their index in the first 8 bytes and a pattern behind it. */
class RecordingHandler implements SrtConnectionHandler {
    final List<Long> indexes = new ArrayList<>();
    final List<Long> playNs = new ArrayList<>();
    final List<Long> deliveredNs = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();
    long gapPackets;
    int gaps;
    int sendable;
    int closed;
    int corrupt;
    long nowNs;
    @Nullable
    CloseReason reason;

    /** Whether the payloads 0 to {@code count} - 1 came whole, once and in order; otherwise what is wrong. */
    String report(int count) {
        StringBuilder wrong = new StringBuilder();
        long expected = 0;
        for (long index : indexes) {
            if (index != expected && wrong.length() < 300) {
                wrong.append("after ").append(expected - 1).append(" came ").append(index).append("; ");
            }
            expected = index + 1;
        }
        if (expected != count) {
            wrong.append("the last was ").append(expected - 1).append(" of ").append(count).append("; ");
        }
        if (corrupt > 0) {
            wrong.append(corrupt).append(" corrupt; ");
        }
        return wrong.isEmpty() ? "all of " + count : indexes.size() + " came, " + gapPackets + " in gaps: " + wrong;
    }

    @Override
    public void onPayload(SrtConnection connection, ByteBuffer payload, long atNs) {
        if (closed > 0) {
            throw new AssertionError("a payload after the end");
        }
        lengths.add(payload.remaining());
        if (!TestPayloads.isIntact(payload)) {
            corrupt++;
        }
        indexes.add(payload.getLong(payload.position()));
        playNs.add(atNs);
        deliveredNs.add(nowNs);
    }

    @Override
    public void onGap(SrtConnection connection, int packets) {
        gaps++;
        gapPackets += packets;
    }

    @Override
    public void onSendable(SrtConnection connection) {
        sendable++;
    }

    @Override
    public void onClosed(SrtConnection connection, CloseReason why) {
        closed++;
        reason = why;
    }
}
