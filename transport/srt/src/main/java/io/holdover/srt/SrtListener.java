package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Answers HSv5 callers. Nothing is kept of a caller before its cookie is proved; after that the number of waiting requests and of connections
 * is limited. Loop thread.
 */
public final class SrtListener {
    /** How long a request waits for its answer. */
    public static final long REQUEST_LIFETIME_NS = Duration.ofSeconds(3).toNanos();

    final SrtDriver driver;
    final SrtListenerHandler handler;

    /**
     * @param cookieSecret
     *            16 random bytes, new for each process
     */
    public SrtListener(SrtOptions options, byte[] cookieSecret, SrtDriver driver, SrtListenerHandler handler) {
        this.driver = driver;
        this.handler = handler;
    }

    /** A datagram whose destination socket id is 0: position to limit, big-endian. Anything that makes no sense is dropped and counted. */
    public void onDatagram(ByteBuffer datagram, InetSocketAddress peer, long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Refuses all further callers; connections live on and are closed by their owners. */
    public void close() {
        throw new UnsupportedOperationException();
    }
}
