package io.holdover.media.mpegts;

import java.util.Arrays;

import io.holdover.media.AccessUnit;

/** Makes a unit of each section without looking into it. One thread. */
final class SectionCarrier implements SectionReader.Sections {
    private final TrackPort port;
    private final StreamClock clock;
    private final Tally tally;

    SectionCarrier(TrackPort port, StreamClock clock, Tally tally) {
        this.port = port;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void section(byte[] bytes, int from, int to) {
        if (!clock.isKnown()) {
            tally.untimedUnits++;
            return;
        }
        long nowTicks = clock.nowTicks();
        port.deliver(AccessUnit.data(port.track(), nowTicks, nowTicks, false, false, Arrays.copyOfRange(bytes, from, to)));
    }
}
