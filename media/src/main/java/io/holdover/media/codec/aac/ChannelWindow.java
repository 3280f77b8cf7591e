package io.holdover.media.codec.aac;

/** {@code window_sequence} and {@code window_shape} of one channel, ISO/IEC 14496-3 4.5.2.3.2. */
record ChannelWindow(int sequence, int shape) {
    /** A long window of sine shape. */
    static final ChannelWindow PLAIN = new ChannelWindow(0, 0);

    private static final int ONLY_LONG = 0;
    private static final int LONG_START = 1;
    private static final int EIGHT_SHORT = 2;
    private static final int LONG_STOP = 3;

    boolean isShort() {
        return sequence == EIGHT_SHORT;
    }

    /** The window that may follow this one and is followed by long ones. */
    ChannelWindow successor() {
        return new ChannelWindow(sequence == LONG_START || sequence == EIGHT_SHORT ? LONG_STOP : ONLY_LONG, shape);
    }
}
