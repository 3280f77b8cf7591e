package io.holdover.srt.crypto;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.packet.SequenceNumber;
import io.holdover.srt.receive.PayloadOpener;

/**
 * Keys of the receiving direction. A new key for a parity begins behind the highest packet known at its announcement: packets of that
 * parity
 * from before keep the key they were sent under. Loop thread.
 */
public final class Decryptor implements PayloadOpener {
    /** Announcements remembered, so that an old one that comes again cannot bring an old key back. */
    static final int REMEMBERED_MESSAGES = 32;

    /** How far behind a packet may lie to count as a straggler from before a key's announcement; more than any receive buffer holds. */
    private static final int STRAGGLER_PACKETS = 1 << 20;

    // for the connection's life
    private final SessionKeys session;
    private final @Nullable KeyMaterialMessage[] remembered = new @Nullable KeyMaterialMessage[REMEMBERED_MESSAGES];

    // changes with announcements
    private final Parity even = new Parity();
    private final Parity odd = new Parity();
    private int nextRemembered;

    /**
     * @param message
     *            what {@code session} was unwrapped from
     */
    public Decryptor(SessionKeys session, KeyMaterialMessage message) {
        this.session = session;
        remember(message);
        install(session, SequenceNumber.MAX);
    }

    @Override
    public boolean open(int keyFlag, int sequence, byte[] bytes, int from, int length) {
        CounterCipher cipher = parity(keyFlag).cipherFor(sequence);
        if (cipher == null) {
            return false;
        }
        cipher.apply(sequence, bytes, from, length);
        return true;
    }

    /**
     * Takes an announcement of keys.
     *
     * @param highestSequence
     *            the highest packet received so far
     * @return the body of the answer: the announcement itself, or a failure
     */
    public byte[] onKeyMaterial(byte[] body, int highestSequence) {
        KeyMaterialMessage message = KeyMaterialMessage.parse(body);
        if (message == null) {
            return KeyMaterialMessage.failure();
        }
        if (isRemembered(message)) {
            return message.toBytes();
        }
        SessionKeys keys = message.unwrapLike(session);
        if (keys == null) {
            return KeyMaterialMessage.failure();
        }
        remember(message);
        install(keys, highestSequence);
        return message.toBytes();
    }

    private void install(SessionKeys keys, int highestSequence) {
        even.install(keys.key(SessionKeys.EVEN), keys.salt(), highestSequence);
        odd.install(keys.key(SessionKeys.ODD), keys.salt(), highestSequence);
    }

    private Parity parity(int keyFlag) {
        return keyFlag == SessionKeys.EVEN ? even : odd;
    }

    private boolean isRemembered(KeyMaterialMessage message) {
        for (KeyMaterialMessage other : remembered) {
            if (other != null && other.sameAs(message)) {
                return true;
            }
        }
        return false;
    }

    private void remember(KeyMaterialMessage message) {
        remembered[nextRemembered] = message;
        nextRemembered = (nextRemembered + 1) % REMEMBERED_MESSAGES;
    }

    /** The newest key of a parity, and the one before for stragglers. */
    private static final class Parity {
        private byte @Nullable [] key;
        private @Nullable CounterCipher newest;
        private @Nullable CounterCipher before;
        private int lastUnderBefore;

        void install(byte @Nullable [] newKey, byte[] salt, int highestSequence) {
            if (newKey == null || Arrays.equals(newKey, key)) {
                return;
            }
            before = newest;
            lastUnderBefore = highestSequence;
            newest = new CounterCipher(newKey, salt);
            key = newKey;
        }

        @Nullable
        CounterCipher cipherFor(int sequence) {
            if (before == null) {
                return newest;
            }
            int beyond = SequenceNumber.distance(lastUnderBefore, sequence);
            if (beyond <= 0) {
                return before;
            }
            if (beyond > STRAGGLER_PACKETS) {
                before = null; // or the boundary would lie ahead again half a circle later
            }
            return newest;
        }
    }
}
