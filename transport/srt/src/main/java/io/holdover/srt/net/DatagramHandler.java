package io.holdover.srt.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What a {@link DatagramLoop} feeds. All calls come on the loop's thread; what they throw is logged and counted. */
public interface DatagramHandler {

    /**
     * A datagram arrived.
     *
     * @param datagram bytes between position 0 and limit, valid during the call
     * @param nowNs when its batch was taken from the kernel
     */
    void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs);

    /** Datagrams, tasks and timers of this turn are done: what is to be sent leaves now. Called once each turn. */
    void onBatchEnd(long nowNs);

    /** The loop ends after this call and the socket closes: the last chance to say goodbye. */
    void onLoopEnd(long nowNs);
}
