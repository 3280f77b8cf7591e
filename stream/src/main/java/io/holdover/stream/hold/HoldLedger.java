package io.holdover.stream.hold;

/** What there is to tell of the holds of a stream: the state, since when and why, and how much of it there has been. Stream thread only. */
final class HoldLedger {
    private static final String BY_HAND = "manual";

    // The present state
    private HoldState state = HoldState.LIVE;
    private long sinceNs;
    private long heldSinceNs;
    private boolean byHand;

    // The present hold, or the last one
    private String reason = "";
    private long lastGapNs;

    // Since the stream began to persist
    private long cycles;
    private long silenceFrames;
    private long heldPictures;
    private long totalHeldNs;

    HoldLedger(long nowNs) {
        sinceNs = nowNs;
    }

    HoldState state() {
        return state;
    }

    boolean isHeld() {
        return state != HoldState.LIVE;
    }

    boolean isByHand() {
        return byHand;
    }

    void byHand(boolean is) {
        byHand = is;
    }

    /** Another state, for the reason that was told last. */
    void enter(HoldState next, long nowNs) {
        if (state == HoldState.LIVE && next != HoldState.LIVE) {
            cycles++;
            heldSinceNs = nowNs;
            lastGapNs = 0;
        } else if (state != HoldState.LIVE && next == HoldState.LIVE) {
            totalHeldNs += nowNs - heldSinceNs;
        }
        if (state != next) {
            state = next;
            sinceNs = nowNs;
        }
    }

    void enter(HoldState next, String why, long nowNs) {
        enter(next, nowNs);
        reason = why;
    }

    /** @param lateNs how much later than due it goes out; counts for the first of a hold */
    void filler(long lateNs) {
        if (lastGapNs == 0) {
            lastGapNs = Math.max(1, lateNs);
        }
    }

    void silence(long frames) {
        silenceFrames += frames;
    }

    void pictures(long count) {
        heldPictures += count;
    }

    HoldSnapshot snapshot() {
        return new HoldSnapshot(state, sinceNs, isHeld() ? heldSinceNs : 0, byHand ? BY_HAND : reason, cycles, silenceFrames, heldPictures,
                lastGapNs, totalHeldNs);
    }
}
