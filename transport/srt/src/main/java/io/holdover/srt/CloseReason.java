package io.holdover.srt;

/** Why a connection ended. */
public enum CloseReason {
    /** The peer sent SHUTDOWN. */
    PEER_SHUTDOWN("the peer closed the connection"),
    /** Nothing was heard of the peer for {@link SrtOptions#peerIdleTimeoutMs()}. */
    PEER_IDLE("the peer fell silent"),
    /** {@link SrtConnection#close} was called. */
    CLOSED_BY_APPLICATION("closed by the server"),
    /** The same peer came back with a new handshake. */
    REPLACED("the peer connected anew"),
    /** The peer broke the protocol beyond repair. */
    PROTOCOL_ERROR("protocol error"),
    /** Nothing that the peer sent could be decrypted for a long time. */
    DECRYPTION_FAILED("packets cannot be decrypted");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** For people, in the middle of a line. */
    public String text() {
        return text;
    }
}
