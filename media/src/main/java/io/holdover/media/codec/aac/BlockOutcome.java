package io.holdover.media.codec.aac;

/**
 * How following a raw_data_block() went.
 *
 * @see RawBlock
 */
enum BlockOutcome {
    /** To its end. */
    WHOLE(""),
    /** It has no end, or is no AAC-LC. */
    BROKEN("AAC frames that cannot be followed to their end"),
    /** Predictor or long-term prediction data. */
    PREDICTION("AAC with prediction (Main or LTP)"),
    /** Gain control data. */
    GAIN_CONTROL("AAC with gain control (SSR)"),
    /** A coupling channel element. */
    COUPLING("AAC with coupling channels");

    private final String obstacle;

    BlockOutcome(String obstacle) {
        this.obstacle = obstacle;
    }

    /** What the stream has, as a part of a log line. */
    String obstacle() {
        return obstacle;
    }
}
