package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.holdover.stream.hold.HoldOptions;

/** Publishers that are sent for when somebody wants to read. */
class DemandTest {

    private static final long MS = 1_000_000L;
    private static final StreamPath LIVE = new StreamPath("live");
    private static final DemandOptions DEMAND = new DemandOptions(true, 5_000 * MS, 3_000 * MS);

    private final ManualLoop loop = new ManualLoop(1_000 * MS);
    private final List<String> events = new ArrayList<>();
    private final List<FakeReader> readers = new ArrayList<>();
    private Optional<PathOptions> options = Optional.of(PathOptions.defaults().with(DEMAND));
    private final StreamRegistry registry = new StreamRegistry(loop, _ -> options, new Recording());
    private long dts = 90_000;

    @Test
    void sendsForAPublisherAndAdmitsWhoWaits() {
        wait("r1");
        wait("r2");
        assertThat(events).as("sent for once").containsExactly("demanded ?by=r1");

        Publication publication = publish();
        loop.batch(() -> publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO)));
        assertThat(events).as("published is not readable").hasSize(1);
        deliver(publication);
        deliver(publication);

        assertThat(events).containsExactly("demanded ?by=r1", "r1 admitted", "r2 admitted");
        assertThat(readers).hasSize(2).allSatisfy(reader -> assertThat(reader.bytes()).isNotEmpty());
        assertThat(registry.read(wish("r3"), (_, _) -> events.add("r3 told"), loop.nowNs())).isInstanceOf(ReadOutcome.Admitted.class);
        assertThat(events).hasSize(3);
    }

    @Test
    void refusesWhoWaitedForTooLong() {
        wait("r1");
        loop.advanceMs(2_000);
        wait("r2");
        loop.advanceMs(2_999);
        assertThat(events).hasSize(1);

        loop.advanceMs(1);
        assertThat(events).containsExactly("demanded ?by=r1", "not demanded", "r1 refused: NOT_FOUND", "r2 refused: NOT_FOUND");
        assertThat(loop.anyAlarmArmed()).isFalse();
        wait("r3");
        assertThat(events).endsWith("demanded ?by=r3");
    }

    @Test
    void theDemandOutlivesItsLastReaderForAWhile() {
        wait("r1");
        Publication publication = publish();
        available(publication);
        loop.advanceMs(10_000);
        assertThat(events).as("somebody reads").doesNotContain("not demanded");

        readers.getFirst().subscription().close(loop.nowNs());
        loop.advanceMs(2_900);
        Subscription late = ((ReadOutcome.Admitted) registry.read(wish("r2"), (_, _) -> {
        }, loop.nowNs())).subscription();
        loop.advanceMs(10_000);
        assertThat(events).as("somebody reads again").doesNotContain("not demanded");

        late.close(loop.nowNs());
        loop.advanceMs(2_900);
        assertThat(events).doesNotContain("not demanded");
        loop.advanceMs(100);
        assertThat(events).endsWith("not demanded");
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    @Test
    void aPublisherThatComesAgainFindsWhoWaits() {
        wait("r1");
        Publication first = publish();
        available(first);
        first.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        wait("r2");
        loop.advanceMs(4_000);
        available(publish());

        assertThat(events).containsExactly("demanded ?by=r1", "r1 admitted", "r2 admitted");
    }

    @Test
    void whoWithdrawsIsToldNothing() {
        ReadOutcome.Waiting first = wait("r1");
        ReadOutcome.Waiting second = wait("r2");
        first.pending().withdraw(loop.nowNs());
        first.pending().withdraw(loop.nowNs());
        second.pending().withdraw(loop.nowNs());
        loop.advanceMs(2_999);
        assertThat(events).containsExactly("demanded ?by=r1");
        loop.advanceMs(1);
        assertThat(events).containsExactly("demanded ?by=r1", "not demanded");
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    @Test
    void aHeldStreamIsReadAtOnceAndGetsAPublisher() {
        options = Optional.of(PathOptions.defaults().with(HoldOptions.on()).with(DEMAND));
        wait("r1");
        Publication publication = publish();
        available(publication);
        publication.end(EndReason.PUBLISHER_LOST, loop.nowNs());
        loop.advanceMs(10_000);
        assertThat(events).as("readers of a hold are readers").doesNotContain("not demanded");
        readers.getFirst().subscription().close(loop.nowNs());
        loop.advanceMs(3_000);
        assertThat(events).endsWith("not demanded");

        assertThat(registry.read(wish("r2"), (_, _) -> events.add("r2 told"), loop.nowNs())).isInstanceOf(ReadOutcome.Admitted.class);
        assertThat(events).endsWith("demanded ?by=r2");
    }

    @Test
    void noMoreWaitThanMayRead() {
        options = Optional.of(new PathOptions(true, true, 2, HoldOptions.off(), DEMAND));
        wait("r1");
        wait("r2");
        assertThat(read("r3")).isEqualTo(new ReadOutcome.Refused(Refusal.TOO_MANY_READERS));
    }

    @Test
    void onlySoManyWait() {
        for (int i = 0; i < Demands.MAX_WAITING; i++) {
            wait("r" + i);
        }
        assertThat(read("more")).isEqualTo(new ReadOutcome.Refused(Refusal.TOO_MANY_READERS));
        loop.advanceMs(5_000);
        wait("again");
    }

    @Test
    void onlySoManyPathsAreWanted() {
        for (int i = 0; i < Demands.MAX_DEMANDS; i++) {
            ReadRequest request = new ReadRequest(new StreamPath("p" + i), peer("r"), new FakeReader("r"), 120, 8192);
            ReadOutcome outcome = registry.read(request, (_, _) -> {
            }, loop.nowNs());
            ((ReadOutcome.Waiting) outcome).pending().withdraw(loop.nowNs());
        }
        assertThat(read("more")).isEqualTo(new ReadOutcome.Refused(Refusal.TOO_MANY_PATHS));
    }

    @Test
    void nobodyIsSentForWhereSomebodyPublishesAlready() {
        Publication publication = publish();
        assertThat(read("r1")).isEqualTo(new ReadOutcome.Refused(Refusal.NOT_FOUND));
        available(publication);
        assertThat(read("r1")).isInstanceOf(ReadOutcome.Admitted.class);
        assertThat(events).isEmpty();
    }

    @Test
    void followsTheConfiguration() {
        wait("r1");
        options = Optional.of(PathOptions.defaults());
        registry.reconfigure(loop.nowNs());
        assertThat(events).endsWith("not demanded", "r1 refused: NOT_FOUND");

        options = Optional.of(PathOptions.defaults().with(DEMAND));
        wait("r2");
        options = Optional.empty();
        registry.reconfigure(loop.nowNs());
        assertThat(events).endsWith("not demanded", "r2 refused: NOT_CONFIGURED");

        options = Optional.of(PathOptions.defaults().with(DEMAND));
        wait("r3");
        registry.closeAll(EndReason.SERVER_STOPPED, loop.nowNs());
        assertThat(events).endsWith("not demanded", "r3 refused: NOT_FOUND");
        assertThat(loop.anyAlarmArmed()).isFalse();
    }

    @Test
    void aBugBehindOneWhoWaitsConcernsNoOther() {
        registry.read(wish("r1"), (_, _) -> {
            throw new IllegalStateException("a bug behind one reader");
        }, loop.nowNs());
        wait("r2");
        assertThatIllegalStateException().isThrownBy(() -> loop.advanceMs(5_000));
        assertThat(events).endsWith("r2 refused: NOT_FOUND");
    }

    private ReadOutcome.Waiting wait(String id) {
        return (ReadOutcome.Waiting) read(id);
    }

    private ReadOutcome read(String id) {
        FakeReader reader = new FakeReader(id);
        return registry.read(new ReadRequest(LIVE, peer(id), reader, 120, 8192), (outcome, _) -> {
            switch (outcome) {
                case ReadOutcome.Admitted _ -> {
                    events.add(id + " admitted");
                    readers.add(reader.on(outcome));
                }
                case ReadOutcome.Refused refused -> events.add(id + " refused: " + refused.refusal());
                case ReadOutcome.Waiting _ -> throw new AssertionError("waits again");
            }
        }, loop.nowNs());
    }

    private static ReadRequest wish(String id) {
        return new ReadRequest(LIVE, peer(id), new FakeReader(id), 120, 8192);
    }

    private Publication publish() {
        PublishRequest request = new PublishRequest(LIVE, peer("p"), (_, _) -> {
        });
        return ((PublishOutcome.Admitted) registry.publish(request, loop.nowNs())).publication();
    }

    private void available(Publication publication) {
        loop.batch(() -> publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO)));
        deliver(publication);
    }

    private void deliver(Publication publication) {
        loop.batch(() -> {
            publication.onUnit(MadeUnits.idr(dts, 3000), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        dts += 3600;
        loop.advanceMs(40);
    }

    private static PeerDescription peer(String id) {
        return new PeerDescription("srtConn", id, "127.0.0.1:5000", "by=" + id);
    }

    private final class Recording implements StreamListener {

        @Override
        public void onDemanded(StreamPath path, String query) {
            events.add("demanded ?" + query);
        }

        @Override
        public void onNotDemanded(StreamPath path) {
            events.add("not demanded");
        }
    }
}
