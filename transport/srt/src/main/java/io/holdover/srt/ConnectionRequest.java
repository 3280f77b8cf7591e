package io.holdover.srt;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.KeyMaterialMessage;

/**
 * A caller with a proved address that waits for the application. Its repeats are ignored meanwhile; after {@link #accept} each is answered
 * with the same bytes. A request stands for {@link SrtListener#REQUEST_LIFETIME_NS}, the time a caller waits by default.
 *
 * <p>Whether passphrases agree is the application's part, since only it knows which passphrase belongs to the stream id:
 * {@link #encrypted()} without a passphrase or a passphrase without {@link #encrypted()} is {@link RejectionReason#UNSECURE}; a passphrase
 * that does not open {@link #keyMaterial()} is {@link RejectionReason#BADSECRET}.
 *
 * <p>Loop thread; {@link #keyMaterial()} may be handed to another one.
 */
public interface ConnectionRequest {
    /** Where the caller is. */
    InetSocketAddress peer();

    /** The caller's own socket id. */
    int peerSocketId();

    /** The caller's SRT version as on the wire: 0x00MMmmpp. */
    int peerVersion();

    /** What the caller wants; empty when it sent none. At most 512 bytes, decoded as UTF-8. */
    String streamId();

    /** Whether the caller sent key material. */
    boolean encrypted();

    /** 16, 24 or 32 when {@link #encrypted()}, otherwise 0. */
    int keyLengthBytes();

    /** The delay the caller wishes for what it receives, in milliseconds. */
    int peerReceiveLatencyMs();

    /** The least delay the caller wishes for what it sends, in milliseconds. */
    int peerSendLatencyMs();

    /** How many packets the caller can hold at first, unread and out of order ones included. */
    int peerWindowPackets();

    /** The largest payload in bytes that could be offered to the caller if it were accepted with these options. */
    int maxPayloadBytes(SrtOptions options);

    /** The caller's key material; its {@code unwrap} costs about a millisecond and belongs on another thread. Null without encryption. */
    @Nullable
    KeyMaterialMessage keyMaterial();

    /** Whether an answer would still reach a caller that waits for it: its time has not run out, and it has not begun anew. */
    boolean stands(long nowNs);

    /**
     * Opens the connection and answers the caller.
     *
     * @return the connection, already known to the {@link SrtDriver}; null when the request no longer stands because its time ran out or
     *         the caller began anew: nothing remains to be done then
     * @throws IllegalStateException
     *             when it was answered before, or when {@link AcceptOptions#keys()} are missing for an encrypted request or given for a
     *             clear one
     */
    @Nullable
    SrtConnection accept(AcceptOptions options, SrtConnectionHandler handler, long nowNs);

    /**
     * Refuses the caller, and tells it why.
     *
     * @throws IllegalStateException
     *             when it was answered before
     */
    void reject(RejectionReason reason, long nowNs);
}
