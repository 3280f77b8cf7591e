package io.holdover.srt;

import java.nio.ByteBuffer;

/** Payloads that tell whether they arrived whole: index, then bytes that follow from it. */
final class TestPayloads implements PayloadSource {
    final int lengthBytes;
    /** Payloads below this index are no longer kept. */
    long goneBelow = Long.MIN_VALUE;
    long copies;

    TestPayloads(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public int copyPayload(long index, ByteBuffer target) {
        if (index < goneBelow) {
            return GONE;
        }
        copies++;
        target.putLong(index);
        for (int i = Long.BYTES; i < lengthBytes; i++) {
            target.put(pattern(index, i));
        }
        return lengthBytes;
    }

    byte[] payload(long index) {
        ByteBuffer target = ByteBuffer.allocate(lengthBytes);
        target.putLong(index);
        for (int i = Long.BYTES; i < lengthBytes; i++) {
            target.put(pattern(index, i));
        }
        return target.array();
    }

    static boolean isIntact(ByteBuffer payload) {
        int at = payload.position();
        long index = payload.getLong(at);
        for (int i = Long.BYTES; i < payload.remaining(); i++) {
            if (payload.get(at + i) != pattern(index, i)) {
                return false;
            }
        }
        return true;
    }

    private static byte pattern(long index, int i) {
        return (byte) (index * 31 + i);
    }
}
