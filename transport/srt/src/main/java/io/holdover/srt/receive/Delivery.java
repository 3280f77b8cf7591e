package io.holdover.srt.receive;

import java.nio.ByteBuffer;

/** Who takes what the receiving half delivers. Loop thread. */
public interface Delivery {
    /** One payload, valid during the call. */
    void onPayload(ByteBuffer payload, long playNs);

    /** So many packets will never come. */
    void onGap(int packets);

    /** Whether nothing more is wanted; asked after every call. */
    boolean isOver();
}
