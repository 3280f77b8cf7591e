package io.holdover.srt.handshake;

/** Commands of handshake extension blocks, and subtypes of extension control packets. SRT draft 3.2.1, table 5. */
public final class ExtensionType {
    public static final int HSREQ = 1;
    public static final int HSRSP = 2;
    public static final int KMREQ = 3;
    public static final int KMRSP = 4;
    public static final int SID = 5;
    public static final int CONGESTION = 6;
    public static final int FILTER = 7;
    public static final int GROUP = 8;

    private ExtensionType() {
    }
}
