package io.holdover.srt.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.send.PayloadSealer;

/**
 * Keys of the sending direction, and when they change. A new key is announced ahead of its first use and used only after the peer confirmed
 * it, so that a lost announcement costs nothing. Loop thread.
 */
public final class Encryptor implements PayloadSealer {
    /** A key serves no more packets than this, confirmed or not: half the way to the first repeated sequence number. */
    static final int MAX_PACKETS_PER_KEY = 1 << 30;

    // for the connection's life
    private final SessionKeys session;
    private final int refreshPackets;
    private final int announceAtPackets;

    // changes with the keys
    private final @Nullable CounterCipher[] ciphers = new @Nullable CounterCipher[SessionKeys.ODD + 1];
    private final byte[] @Nullable [] keys = new byte[SessionKeys.ODD + 1] @Nullable [];
    private int active;
    private int packetsUnderKey;
    private @Nullable KeyMaterialMessage announcement;
    private boolean confirmed;

    /**
     * @param refreshPackets
     *            packets under one key
     * @param preannouncePackets
     *            how long before its first use a key is announced
     */
    public Encryptor(SessionKeys session, int refreshPackets, int preannouncePackets) {
        this.session = session;
        this.refreshPackets = refreshPackets;
        this.announceAtPackets = refreshPackets - preannouncePackets;
        byte[] even = session.key(SessionKeys.EVEN);
        byte[] odd = session.key(SessionKeys.ODD);
        if (even != null) {
            use(SessionKeys.EVEN, even);
        }
        if (odd != null) {
            use(SessionKeys.ODD, odd);
        }
        active = even != null ? SessionKeys.EVEN : SessionKeys.ODD;
    }

    @Override
    public int nextKeyFlag() {
        boolean spent = (packetsUnderKey >= refreshPackets && confirmed) || packetsUnderKey >= MAX_PACKETS_PER_KEY;
        if (announcement != null && spent) {
            active = other();
            packetsUnderKey = 0;
            announcement = null;
            confirmed = false;
        }
        packetsUnderKey++;
        return active;
    }

    @Override
    public void seal(int keyFlag, int sequence, ByteBuffer bytes, int from, int length) {
        CounterCipher cipher = ciphers[keyFlag];
        if (cipher == null) {
            throw new IllegalStateException("no key with flag " + keyFlag);
        }
        cipher.apply(sequence, bytes, from, length);
    }

    /**
     * Whether a new key should be announced now.
     *
     * @param oldestKeyFlag
     *            KK of the oldest packet that may have to be repeated, 0 for none: its key must not be replaced
     */
    public boolean announcementDue(int oldestKeyFlag) {
        return announcement == null && packetsUnderKey >= announceAtPackets && oldestKeyFlag != other();
    }

    /** Makes a new key for the other parity and announces it beside the present one. */
    public void announce(SecureRandom random) {
        byte[] key = new byte[session.keyLengthBytes()];
        random.nextBytes(key);
        use(other(), key);
        byte[] even = keys[SessionKeys.EVEN];
        byte[] odd = keys[SessionKeys.ODD];
        if (even == null || odd == null) {
            throw new IllegalStateException("an announcement has both keys");
        }
        byte[] both = Arrays.copyOf(even, even.length + odd.length);
        System.arraycopy(odd, 0, both, even.length, odd.length);
        announcement = KeyMaterialMessage.compose(SessionKeys.EVEN | SessionKeys.ODD, session.keyLengthBytes(), session.salt(),
                KeyWrap.wrap(session.keyEncryptingKey(), both));
        confirmed = false;
    }

    /** The announcement that still waits for its answer, as the body of a KMREQ; null when none does. */
    public byte @Nullable [] unconfirmedAnnouncement() {
        return announcement == null || confirmed ? null : announcement.toBytes();
    }

    /** Takes the answer to an announcement; anything but the announcement itself is ignored. */
    public void onAnswer(byte[] body) {
        if (announcement != null && Arrays.equals(body, announcement.toBytes())) {
            confirmed = true;
        }
    }

    private void use(int flag, byte[] key) {
        keys[flag] = key;
        ciphers[flag] = new CounterCipher(key, session.salt());
    }

    private int other() {
        return active ^ (SessionKeys.EVEN | SessionKeys.ODD);
    }
}
