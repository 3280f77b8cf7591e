package io.holdover.srt.handshake;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Proves that a caller receives what is sent to its address, without a memory of it: a keyed hash of address, port and coarse time. A
 * cookie
 * holds for the window it was made in and the one after. Immutable, any thread.
 */
public final class SynCookie {
    /** Width of a window; a cookie lives between one and two of them. */
    public static final long WINDOW_NS = Duration.ofSeconds(30).toNanos();

    private static final int MAX_ADDRESS_BYTES = 16;
    private static final int V4_BYTES = 4;
    private static final int V4_MAPPED_PREFIX_BYTES = 12;

    private final SipHash hash;

    /**
     * @param secret
     *            {@link SipHash#KEY_BYTES} random bytes
     */
    public SynCookie(byte[] secret) {
        hash = new SipHash(secret);
    }

    /** The cookie of this instant; never 0, which means none. */
    public int bake(InetSocketAddress peer, long nowNs) {
        return bakeForWindow(peer, Math.floorDiv(nowNs, WINDOW_NS));
    }

    /** Whether the cookie was made for this peer in this window or in the one before. */
    public boolean proves(int cookie, InetSocketAddress peer, long nowNs) {
        long window = Math.floorDiv(nowNs, WINDOW_NS);
        return cookie != 0 && (cookie == bakeForWindow(peer, window) || cookie == bakeForWindow(peer, window - 1));
    }

    private int bakeForWindow(InetSocketAddress peer, long window) {
        byte[] address = peer.getAddress().getAddress();
        ByteBuffer message = ByteBuffer.allocate(MAX_ADDRESS_BYTES + Integer.BYTES + Long.BYTES);
        if (isV4Mapped(address)) {
            message.put(address, V4_MAPPED_PREFIX_BYTES, V4_BYTES);
        } else {
            message.put(address);
        }
        message.putInt(peer.getPort()).putLong(window);
        long hashed = hash.hash(message.array());
        int cookie = (int) (hashed ^ (hashed >>> Integer.SIZE));
        return cookie == 0 ? 1 : cookie;
    }

    /** ::ffff:a.b.c.d, the same peer as a.b.c.d. RFC 4291 2.5.5.2. */
    private static boolean isV4Mapped(byte[] address) {
        if (address.length != MAX_ADDRESS_BYTES || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
