package io.holdover.stream.hold;

import java.util.List;

/** What is told of a hold, once each: that fillers flow, and why a track has none or poorer ones. Stream thread only. */
final class HoldReport {

    private final Hold.Output out;
    private boolean silenceTold;
    private boolean obstaclesTold;

    HoldReport(Hold.Output out) {
        this.out = out;
    }

    /**
     * Fillers flow.
     *
     * @param begins whether the hold begins with them
     * @param silence whether there is sound among what they stand in for
     */
    void filling(boolean begins, boolean silence) {
        obstaclesTold &= !begins;
        if (begins || (silence && !silenceTold)) {
            silenceTold = silence;
            out.onFillingStarted(silence);
        }
    }

    /** The tracks that are to be filled. */
    void obstacles(List<AudioFiller> audio, List<VideoFiller> video) {
        if (obstaclesTold) {
            return;
        }
        obstaclesTold = true;
        for (AudioFiller filler : audio) {
            if (filler.isStarted() && !filler.canFill()) {
                out.onObstacle(filler.track(), filler.obstacle());
            }
        }
        for (VideoFiller filler : video) {
            if (filler.isStarted() && !filler.canHold()) {
                out.onObstacle(filler.track(), filler.obstacle());
            }
        }
    }
}
