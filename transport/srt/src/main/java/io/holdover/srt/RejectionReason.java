package io.holdover.srt;

/**
 * Why a caller is refused, with the number that it is told. Codes below 1000 are the protocol's own, those from 1000 on belong to access
 * control and follow HTTP from 1400 on.
 */
public enum RejectionReason {
    UNKNOWN(0, "unknown reason"),
    SYSTEM(1, "system function error"),
    PEER(2, "rejected by peer"),
    RESOURCE(3, "resource allocation problem"),
    ROGUE(4, "incorrect data in handshake messages"),
    BACKLOG(5, "too many pending connections"),
    IPE(6, "internal error"),
    CLOSE(7, "listener is closing"),
    VERSION(8, "peer's version is older than the minimum"),
    RDVCOOKIE(9, "rendezvous cookies collide"),
    BADSECRET(10, "wrong passphrase"),
    UNSECURE(11, "passphrase required or unexpected"),
    MESSAGEAPI(12, "stream and message mode collide"),
    CONGESTION(13, "incompatible congestion controller"),
    FILTER(14, "incompatible packet filter"),
    GROUP(15, "groups are not supported"),
    TIMEOUT(16, "connection timeout"),
    CRYPTO(17, "incompatible encryption mode"),
    FALLBACK(1000, "refused by the application"),
    KEY_NOTSUP(1001, "unsupported stream id key"),
    FILEPATH(1002, "wrong file path"),
    HOSTNOTFOUND(1003, "host not found"),
    BAD_REQUEST(1400, "bad request"),
    UNAUTHORIZED(1401, "unauthorized"),
    OVERLOAD(1402, "overloaded"),
    FORBIDDEN(1403, "forbidden"),
    NOTFOUND(1404, "not found"),
    BAD_MODE(1405, "mode not supported"),
    UNACCEPTABLE(1406, "parameters cannot be satisfied"),
    CONFLICT(1409, "conflict with a running publisher"),
    NOTSUP_MEDIA(1415, "unsupported media"),
    LOCKED(1423, "locked"),
    FAILED_DEPEND(1424, "dependency failed"),
    ISE(1500, "internal server error"),
    UNIMPLEMENTED(1501, "not implemented"),
    GW(1502, "bad gateway"),
    DOWN(1503, "service unavailable"),
    VERSION_NOTSUP(1505, "version not supported"),
    NOROOM(1507, "no room");

    /** Added to a code where a handshake's request type would stand. */
    private static final int WIRE_OFFSET = 1000;

    private final int code;
    private final String text;

    RejectionReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** As SRT's interfaces print it. */
    public int code() {
        return code;
    }

    /** As it stands in the request type of the answer. */
    public int wire() {
        return WIRE_OFFSET + code;
    }

    /** For people, in the middle of a line. */
    public String text() {
        return text;
    }
}
