package io.holdover.srt;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;

import io.holdover.srt.crypto.Decryptor;
import io.holdover.srt.crypto.Encryptor;
import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.SessionKeys;
import io.holdover.srt.handshake.ExtensionType;
import io.holdover.srt.packet.ControlType;
import io.holdover.srt.packet.PacketWriter;
import io.holdover.srt.timing.RoundTrip;

/**
 * Both directions' keys during a connection: answers the peer's announcements, and makes ours until they are confirmed. Loop thread. SRT
 * draft 6.1.6.
 */
final class KeyExchange {
    /** Announcements that come faster are ignored: a new one costs as much as many packets, and is repeated until it is answered. */
    static final long MIN_REQUEST_INTERVAL_NS = Duration.ofMillis(10).toNanos();

    private static final int MAX_MESSAGE_BYTES = 256;
    private static final long MIN_REPEAT_NS = Duration.ofMillis(50).toNanos();
    private static final long MAX_REPEAT_NS = Duration.ofSeconds(1).toNanos();

    // for the connection's life
    private final Decryptor decryptor;
    private final Encryptor encryptor;
    private final PacketWriter writer;
    private final RoundTrip roundTrip;
    private final SecureRandom random = new SecureRandom();

    // the announcement under way
    private long dueNs = SrtConnection.NEVER;
    private long intervalNs;

    // the peer's
    private long nextRequestNs;

    // since the start
    private long sentPackets;
    private long receivedPackets;

    KeyExchange(SessionKeys keys, KeyMaterialMessage message, SrtOptions options, PacketWriter writer, RoundTrip roundTrip, long nowNs) {
        this.decryptor = new Decryptor(keys, message);
        this.encryptor = new Encryptor(keys, options.keyRefreshPackets(), options.keyPreannouncePackets());
        this.writer = writer;
        this.roundTrip = roundTrip;
        this.nextRequestNs = nowNs;
    }

    Decryptor decryptor() {
        return decryptor;
    }

    Encryptor encryptor() {
        return encryptor;
    }

    long sentPackets() {
        return sentPackets;
    }

    long receivedPackets() {
        return receivedPackets;
    }

    long dueNs() {
        return dueNs;
    }

    /**
     * Takes a key material message whose body lies between these indexes.
     *
     * @return false when it is none
     */
    boolean onMessage(int subtype, ByteBuffer datagram, int at, int to, int highestSequence, long nowNs) {
        boolean request = subtype == ExtensionType.KMREQ;
        if ((!request && subtype != ExtensionType.KMRSP) || to - at > MAX_MESSAGE_BYTES) {
            return false;
        }
        receivedPackets++;
        byte[] body = new byte[to - at];
        datagram.get(at, body);
        if (!request) {
            onResponse(body);
        } else if (nowNs >= nextRequestNs) {
            nextRequestNs = nowNs + MIN_REQUEST_INTERVAL_NS;
            sentPackets++;
            writer.write(ControlType.EXTENSION, ExtensionType.KMRSP, decryptor.onKeyMaterial(body, highestSequence), nowNs);
        }
        return true;
    }

    private void onResponse(byte[] body) {
        encryptor.onAnswer(body);
        if (encryptor.unconfirmedAnnouncement() == null) {
            dueNs = SrtConnection.NEVER;
        }
    }

    /**
     * Announces a new key when it is time, or the unconfirmed one again.
     *
     * @param oldestKeyFlag
     *            KK of the oldest packet that may have to be repeated
     */
    void flush(int oldestKeyFlag, long nowNs) {
        if (encryptor.announcementDue(oldestKeyFlag)) {
            encryptor.announce(random);
            dueNs = nowNs;
            intervalNs = Math.clamp(roundTrip.rttNs() * 3 / 2, MIN_REPEAT_NS, MAX_REPEAT_NS);
        }
        if (nowNs < dueNs) {
            return;
        }
        byte[] announcement = encryptor.unconfirmedAnnouncement();
        if (announcement == null) {
            dueNs = SrtConnection.NEVER;
            return;
        }
        sentPackets++;
        writer.write(ControlType.EXTENSION, ExtensionType.KMREQ, announcement, nowNs);
        dueNs = nowNs + intervalNs;
        intervalNs = Math.min(MAX_REPEAT_NS, intervalNs + intervalNs / 4);
    }
}
