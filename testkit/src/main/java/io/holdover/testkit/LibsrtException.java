package io.holdover.testkit;

/** libsrt said no. */
public final class LibsrtException extends RuntimeException {

    // srt.h: SRT_EMN(major, minor) = 1000 * major + minor
    /** The connection attempt was refused; see {@link #rejectReason}. */
    public static final int ECONNREJ = 1002;
    /** Nobody answered the connection attempt. */
    public static final int ENOSERVER = 1001;
    /** The connection is broken. */
    public static final int ECONNLOST = 2001;
    /** There is no connection. */
    public static final int ENOCONN = 2002;
    /** The socket is closed. */
    public static final int EINVSOCK = 5004;
    /** Nothing within the timeout. */
    public static final int ETIMEOUT = 6003;

    private static final long serialVersionUID = 1;

    private final int error;
    private final int rejectReason;

    LibsrtException(String call, int error, int rejectReason, String text) {
        super(call + ": " + text + " (" + error + "), reject reason " + rejectReason);
        this.error = error;
        this.rejectReason = rejectReason;
    }

    /** One of srt.h's SRT_ERRNO. */
    public int error() {
        return error;
    }

    /** One of srt.h's SRT_REJECT_REASON or 1000 and more from the server; 0 when nothing was refused. */
    public int rejectReason() {
        return rejectReason;
    }
}
