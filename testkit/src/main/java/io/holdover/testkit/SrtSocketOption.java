package io.holdover.testkit;

/** libsrt's socket options, with their numbers in its header and how their values are passed. */
public enum SrtSocketOption {
    // @formatter:off
    MSS(0), SNDSYN(1), RCVSYN(2), ISN(3), FC(4), SNDBUF(5), RCVBUF(6), LINGER(7, Kind.LINGER), UDP_SNDBUF(8), UDP_RCVBUF(9),
    SNDTIMEO(13), RCVTIMEO(14), REUSEADDR(15), MAXBW(16, Kind.LONG), STATE(17), EVENT(18), SNDDATA(19), RCVDATA(20), SENDER(21),
    TSBPDMODE(22), LATENCY(23), INPUTBW(24, Kind.LONG), OHEADBW(25), PASSPHRASE(26, Kind.STRING), PBKEYLEN(27), KMSTATE(28),
    IPTTL(29), IPTOS(30), TLPKTDROP(31), SNDDROPDELAY(32), NAKREPORT(33), VERSION(34), PEERVERSION(35), CONNTIMEO(36), DRIFTTRACER(37),
    MININPUTBW(38, Kind.LONG), SNDKMSTATE(40), RCVKMSTATE(41), LOSSMAXTTL(42), RCVLATENCY(43), PEERLATENCY(44), MINVERSION(45),
    STREAMID(46, Kind.STRING), CONGESTION(47, Kind.STRING), MESSAGEAPI(48), PAYLOADSIZE(49), TRANSTYPE(50), KMREFRESHRATE(51),
    KMPREANNOUNCE(52), ENFORCEDENCRYPTION(53), IPV6ONLY(54), PEERIDLETIMEO(55), PACKETFILTER(60, Kind.STRING), RETRANSMITALGO(61);
    // @formatter:on

    /** How a value is passed; booleans are ints. */
    enum Kind {
        INT, LONG, STRING,
        /** Two ints: on or off, seconds. */
        LINGER
    }

    final int number;
    final Kind kind;

    SrtSocketOption(int number) {
        this(number, Kind.INT);
    }

    SrtSocketOption(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }
}
