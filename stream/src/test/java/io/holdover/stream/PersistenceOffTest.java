package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;
import io.holdover.stream.hold.HoldOptions;

/**
 * Without persistence nothing of a hold is in a unit's way; that readers get the very bytes shows {@link SampleRiverTest}, whose dumps are
 * older than the hold.
 */
class PersistenceOffTest {

    private final ManualLoop loop = new ManualLoop(1_000_000_000L);
    private final Line line = new Line();
    private final Continuity continuity =
            new Continuity(new StreamPath("live"), HoldOptions.off(), StreamListener.NONE, line, loop.nowNs());
    private final Publication publication = publication();

    private Publication publication() {
        StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults()), StreamListener.NONE);
        PeerDescription who = new PeerDescription("srtConn", "p", "127.0.0.1:1", "");
        return ((PublishOutcome.Admitted) registry.publish(new PublishRequest(new StreamPath("other"), who, (_, _) -> {
        }), loop.nowNs())).publication();
    }

    @Test
    void eachUnitIsHandedOnAsItCame() {
        begin();
        List<AccessUnit> units = play();
        assertThat(line.units).hasSameSizeAs(units);
        for (int i = 0; i < units.size(); i++) {
            assertThat(line.units.get(i)).as("unit %d", i).isSameAs(units.get(i));
        }
        assertThat(continuity.nextDeadlineNs(loop.nowNs())).as("no alarm").isEqualTo(Long.MAX_VALUE);
        assertThat(continuity.snapshot()).isNull();
        continuity.depart(publication, EndReason.PUBLISHER_LEFT, loop.nowNs());
        assertThat(line.ended).isEqualTo(EndReason.PUBLISHER_LEFT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLeftOfPersistenceThatWasOn(boolean whileUnitsCame) {
        continuity.setOptions(HoldOptions.on(), loop.nowNs());
        begin();
        if (whileUnitsCame) {
            play();
        }
        continuity.setOptions(HoldOptions.off(), loop.nowNs());
        line.units.clear();
        AccessUnit frame = MadeUnits.aac(1_000_000);
        continuity.onUnit(publication, frame, loop.nowNs());
        assertThat(line.units).singleElement().isSameAs(frame);
        assertThat(continuity.nextDeadlineNs(loop.nowNs())).as("no alarm").isEqualTo(Long.MAX_VALUE);
        assertThat(continuity.snapshot()).isNull();
    }

    private void begin() {
        publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO));
        continuity.begin(publication, loop.nowNs());
        continuity.onTracks(publication, loop.nowNs());
    }

    private List<AccessUnit> play() {
        List<AccessUnit> units = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            units.add(i == 0 ? MadeUnits.idr(900_000, 500) : MadeUnits.picture(900_000 + 3_600L * i, 500));
            units.add(MadeUnits.aac(900_000 + 1_920L * i));
        }
        units.forEach(unit -> continuity.onUnit(publication, unit, loop.nowNs()));
        return units;
    }

    private static final class Line implements Continuity.Output {
        private final List<AccessUnit> units = new ArrayList<>();
        private EndReason ended;

        @Override
        public void onUnit(AccessUnit unit, long nowNs) {
            units.add(unit);
        }

        @Override
        public void onEnd(EndReason reason, long nowNs) {
            ended = reason;
        }

        @Override
        public void onTracks(List<Track> tracks) {
            // they are the publication's
        }

        @Override
        public void onPublisher(EndReason reason, long nowNs) {
            // the only one
        }

        @Override
        public void onSplice(long jumpTicks) {
            throw new AssertionError(jumpTicks);
        }

        @Override
        public void onFiller(AccessUnit unit, long nowNs) {
            throw new AssertionError(unit);
        }

        @Override
        public boolean isFillerWanted(long nowNs) {
            return true;
        }

        @Override
        public void onCodecChanged(Publication changed, long nowNs) {
            throw new AssertionError(changed);
        }
    }
}
