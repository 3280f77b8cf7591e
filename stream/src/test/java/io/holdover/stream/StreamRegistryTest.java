package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import io.holdover.media.Track;
import io.holdover.stream.hold.HoldOptions;

class StreamRegistryTest {

    private static final long MS = 1_000_000L;
    private static final StreamPath LIVE = new StreamPath("live");

    private final ManualLoop loop = new ManualLoop(1_000 * MS);
    private final List<String> events = new ArrayList<>();
    private final Map<StreamPath, PathOptions> options = new HashMap<>(Map.of(LIVE, new PathOptions(true, true, 2, HoldOptions.off())));
    private final StreamRegistry registry = new StreamRegistry(loop, path -> Optional.ofNullable(options.get(path)), new Recording());
    private long dts = 90_000;

    @Test
    void admitsAPublisherAndMakesItReadableWithItsFirstUnit() {
        Publication publication = publish("a");
        assertThat(read("r")).isEqualTo(new ReadOutcome.Refused(Refusal.NOT_FOUND));
        loop.batch(() -> publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO)));
        assertThat(read("r")).isEqualTo(new ReadOutcome.Refused(Refusal.NOT_FOUND));
        deliver(publication);

        assertThat(read("r")).isInstanceOf(ReadOutcome.Admitted.class);
        assertThat(events).containsExactly("online live by a", "available live 2 tracks", "live read by r");
    }

    @Test
    void refusesPathsThatNobodyConfigured() {
        StreamPath other = new StreamPath("other");
        assertThat(registry.publish(new PublishRequest(other, peer("a"), (_, _) -> {
        }), loop.nowNs())).isEqualTo(new PublishOutcome.Refused(Refusal.NOT_CONFIGURED));
        assertThat(registry.read(new ReadRequest(other, peer("r"), new FakeReader("r"), 120, 8192), loop.nowNs()))
                .isEqualTo(new ReadOutcome.Refused(Refusal.NOT_CONFIGURED));
    }

    @Test
    void refusesReadersBeyondTheLimitOfThePath() {
        available("a");
        ReadOutcome first = read("r1");
        read("r2");
        assertThat(read("r3")).isEqualTo(new ReadOutcome.Refused(Refusal.TOO_MANY_READERS));
        ((ReadOutcome.Admitted) first).subscription().close(loop.nowNs());
        assertThat(read("r3")).isInstanceOf(ReadOutcome.Admitted.class);
    }

    @Test
    void letsASecondPublisherTakeOverWhereThePathAllowsIt() {
        Publication first = available("a");
        FakeReader reader = new FakeReader("r");
        reader.on(read("r", reader));
        Publication second = publish("b");

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(reader.ended()).isEqualTo(EndReason.REPLACED);
        assertThat(reader.subscription().isOpen()).isFalse();
        assertThat(read("r")).isEqualTo(new ReadOutcome.Refused(Refusal.NOT_FOUND));
        assertThat(events).containsSubsequence("publication of a ended: REPLACED", "unavailable live", "offline live by a: REPLACED",
                "online live by b");
    }

    @Test
    void letsAReaderJoinAtSoundWhenThePicturesHaveStopped() {
        Publication publication = available("a");
        FakeReader reader = new FakeReader("r");
        loop.advanceMs(3_100);
        reader.on(read("r", reader));
        for (int frame = 0; frame < 500; frame++) {
            long pts = dts + 280_000 + frame * 1920L;
            loop.batch(() -> {
                publication.onUnit(MadeUnits.aac(pts), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
            loop.advanceMs(21);
        }
        assertThat(reader.bytes()).isNotEmpty();
    }

    @Test
    void refusesPublishersWhereTheStreamComesFromElsewhere() {
        options.put(LIVE, new PathOptions(false, true, 0, HoldOptions.off()));
        assertThat(registry.publish(new PublishRequest(LIVE, peer("a"), (_, _) -> {
        }), loop.nowNs())).isEqualTo(new PublishOutcome.Refused(Refusal.TAKES_NO_PUBLISHERS));
    }

    @Test
    void endsAStreamThatIsToComeFromElsewhere() {
        options.put(LIVE, new PathOptions(true, true, 0, HoldOptions.on()));
        Publication first = available("a");
        options.put(LIVE, new PathOptions(false, true, 0, HoldOptions.on()));
        registry.reconfigure(loop.nowNs());
        assertThat(first.isOpen()).isFalse();
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void countsBytesOfAllItsPublishersAndReaders() {
        options.put(LIVE, new PathOptions(true, true, 0, HoldOptions.on()));
        Publication first = available("a");
        first.onBytes(188, loop.nowNs());
        long before = registry.find(LIVE).orElseThrow().snapshot().inboundBytes();
        first.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        publish("b").onBytes(376, loop.nowNs());
        assertThat(registry.find(LIVE).orElseThrow().snapshot().inboundBytes()).isEqualTo(before + 376);
    }

    @Test
    void refusesASecondPublisherWhileTheFirstDelivers() {
        options.put(LIVE, new PathOptions(true, false, 0, HoldOptions.off()));
        Publication first = available("a");
        loop.advanceMs(900);
        first.onBytes(188, loop.nowNs());
        loop.advanceMs(900);
        assertThat(registry.publish(new PublishRequest(LIVE, peer("b"), (_, _) -> {
        }), loop.nowNs())).isEqualTo(new PublishOutcome.Refused(Refusal.CONFLICT));
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void replacesAPublisherThatHasBeenSilentForASecond() {
        options.put(LIVE, new PathOptions(true, false, 0, HoldOptions.off()));
        Publication first = available("a");
        first.onBytes(188, loop.nowNs());
        loop.advanceMs(1000);
        Publication second = publish("b");
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void servesTheOtherReadersWhenOneFails() {
        Publication publication = available("a");
        SubscriberPort failing = new SubscriberPort() {
            @Override
            public void onChunks(long nowNs) {
                throw new IllegalStateException("a bug behind one reader");
            }

            @Override
            public void onStreamEnded(EndReason reason, long nowNs) {
            }
        };
        read("f", failing);
        FakeReader reader = new FakeReader("r");
        reader.on(read("r", reader));

        assertThatIllegalStateException().isThrownBy(() -> deliver(publication)).withMessageContaining("one reader");

        assertThat(reader.bytes()).isNotEmpty();
    }

    @Test
    void tellsTheReadersWhenThePublisherEnds() {
        Publication publication = available("a");
        FakeReader reader = new FakeReader("r");
        reader.on(read("r", reader));
        loop.batch(() -> {
        });
        deliver(publication);
        long before = reader.bytes().length;
        publication.onUnit(MadeUnits.idr(dts, 5000), loop.nowNs());
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());

        assertThat(reader.bytes().length - before).isGreaterThan(5000); // the last picture was still delivered
        assertThat(reader.ended()).isEqualTo(EndReason.PUBLISHER_LEFT);
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(events).endsWith("r left live", "unavailable live", "offline live by a: PUBLISHER_LEFT");
        assertThat(loop.anyAlarmArmed()).isFalse();
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        assertThat(events).filteredOn(event -> event.startsWith("offline")).hasSize(1);
    }

    @Test
    void tellsEachReaderOfTheEndThoughOneFails() {
        available("a");
        SubscriberPort failing = new SubscriberPort() {
            @Override
            public void onChunks(long nowNs) {
                throw new IllegalStateException("a bug at the last chunks");
            }

            @Override
            public void onStreamEnded(EndReason reason, long nowNs) {
                throw new IllegalStateException("a bug at the goodbye");
            }
        };
        read("f", failing);
        FakeReader reader = new FakeReader("r");
        reader.on(read("r", reader));

        assertThatIllegalStateException().isThrownBy(() -> registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs()));

        assertThat(reader.ended()).isEqualTo(EndReason.PATH_CLOSED);
        assertThat(events).endsWith("f left live", "r left live", "unavailable live", "offline live by a: PATH_CLOSED");
    }

    @Test
    void ignoresWhatComesAfterTheEnd() {
        Publication first = available("a");
        publish("b");
        events.clear();
        deliver(first);
        first.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        assertThat(events).isEmpty();
        assertThat(registry.find(LIVE)).isPresent();
    }

    @Test
    void closesPathsAndTellsTheirPublishers() {
        available("a");
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        assertThat(events).contains("publication of a ended: PATH_CLOSED");
        available("b");
        registry.closeAll(EndReason.SERVER_STOPPED, loop.nowNs());
        assertThat(events).contains("publication of b ended: SERVER_STOPPED");
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void tellsAboutTracksThatChange() {
        Publication publication = available("a");
        publication.onTracks(List.of(MadeUnits.AUDIO));
        assertThat(events).endsWith("tracks live 1");
    }

    @Test
    void answersSnapshotsOnTheLoop() {
        Publication publication = available("a");
        publication.onBytes(1000, loop.nowNs());
        read("r");
        var answer = registry.snapshots().toCompletableFuture();
        assertThat(answer).isNotDone();
        loop.batch(() -> {
        });
        StreamSnapshot snapshot = answer.join().getFirst();
        assertThat(snapshot.path()).isEqualTo(LIVE);
        assertThat(snapshot.online()).isTrue();
        assertThat(snapshot.available()).isTrue();
        assertThat(snapshot.tracks()).hasSize(2);
        assertThat(snapshot.publication().receivedBytes()).isEqualTo(1000);
        assertThat(snapshot.publication().units()).isEqualTo(1);
        assertThat(snapshot.readers()).hasSize(1);
        assertThat(snapshot.chunkStorageBytes()).isPositive();
    }

    @Test
    void leavesAStreamOutThatCannotBeLookedAt() {
        options.put(new StreamPath("other"), PathOptions.defaults());
        available("a");
        registry.publish(new PublishRequest(new StreamPath("other"), peer("b"), (_, _) -> {
        }), loop.nowNs());
        var answer = registry.snapshots(stream -> {
            if (stream.path().equals(LIVE)) {
                throw new IllegalStateException("a bug in one stream");
            }
            return stream.snapshot();
        }).toCompletableFuture();
        loop.batch(() -> {
        });
        assertThat(answer).isCompletedWithValueMatching(streams -> streams.size() == 1);
    }

    @Test
    void saysThatTheLoopTakesNoMoreQuestions() {
        ManualLoop full = new ManualLoop(0) {
            @Override
            public void execute(Runnable task) {
                throw new RejectedExecutionException("full");
            }
        };
        StreamRegistry behind = new StreamRegistry(full, path -> Optional.ofNullable(options.get(path)), StreamListener.NONE);
        assertThat(behind.snapshots().toCompletableFuture()).isCompletedExceptionally();
        assertThat(behind.close(LIVE).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void survivesReadersThatLeaveWhileTheyAreCalled() {
        Publication publication = available("a");
        SubscriberPort[] leaver = new SubscriberPort[1];
        Subscription[] own = new Subscription[1];
        leaver[0] = new SubscriberPort() {
            @Override
            public void onChunks(long nowNs) {
                own[0].close(nowNs);
            }

            @Override
            public void onStreamEnded(EndReason reason, long nowNs) {
                throw new AssertionError("left before");
            }
        };
        own[0] = ((ReadOutcome.Admitted) registry.read(new ReadRequest(LIVE, peer("leaver"), leaver[0], 120, 8192), loop.nowNs()))
                .subscription();
        FakeReader other = new FakeReader("stays");
        other.on(read("stays", other));
        loop.batch(() -> {
        });
        deliver(publication);
        assertThat(own[0].isOpen()).isFalse();
        assertThat(other.bytes()).isNotEmpty();
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        assertThat(other.ended()).isEqualTo(EndReason.PUBLISHER_LEFT);
    }

    private Publication publish(String id) {
        PublishOutcome outcome = registry.publish(
                new PublishRequest(LIVE, peer(id), (reason, _) -> events.add("publication of " + id + " ended: " + reason)), loop.nowNs());
        return ((PublishOutcome.Admitted) outcome).publication();
    }

    private Publication available(String id) {
        Publication publication = publish(id);
        publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO));
        deliver(publication);
        return publication;
    }

    private void deliver(Publication publication) {
        loop.batch(() -> {
            publication.onUnit(MadeUnits.idr(dts, 3000), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        dts += 3600;
        loop.advanceMs(40);
    }

    private ReadOutcome read(String id) {
        return read(id, new FakeReader(id));
    }

    private ReadOutcome read(String id, SubscriberPort port) {
        return registry.read(new ReadRequest(LIVE, peer(id), port, 120, 8192), loop.nowNs());
    }

    private static PeerDescription peer(String id) {
        return new PeerDescription("srtConn", id, "127.0.0.1:5000", "");
    }

    private final class Recording implements StreamListener {

        @Override
        public void onOnline(StreamPath path, PeerDescription publisher) {
            events.add("online " + path + " by " + publisher.id());
        }

        @Override
        public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
            events.add("offline " + path + " by " + publisher.id() + ": " + reason);
        }

        @Override
        public void onAvailable(StreamPath path, List<Track> tracks) {
            events.add("available " + path + " " + tracks.size() + " tracks");
        }

        @Override
        public void onTracksChanged(StreamPath path, List<Track> tracks) {
            events.add("tracks " + path + " " + tracks.size());
        }

        @Override
        public void onUnavailable(StreamPath path, EndReason reason) {
            events.add("unavailable " + path);
        }

        @Override
        public void onReaderJoined(StreamPath path, PeerDescription reader) {
            events.add(path + " read by " + reader.id());
        }

        @Override
        public void onReaderLeft(StreamPath path, PeerDescription reader) {
            events.add(reader.id() + " left " + path);
        }
    }
}
