package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import io.holdover.media.Track;
import io.holdover.stream.hold.HoldOptions;

/** Whatever happens to a stream in whatever order: what a listener hears comes in pairs and tells what is. */
class StreamEventsTest {

    private static final long MS = 1_000_000L;
    private static final int STEPS = 120;
    private static final StreamPath LIVE = new StreamPath("live");
    private static final EndReason[] LOSSES = {EndReason.PUBLISHER_LEFT, EndReason.PUBLISHER_LOST, EndReason.PUBLISHER_KICKED};

    private final ManualLoop loop = new ManualLoop(1_000_000 * MS);
    private final Pairing heard = new Pairing();
    private final List<MadeEncoder> encoders = new ArrayList<>();
    private final List<FakeReader> readers = new ArrayList<>();
    private PathOptions options = PathOptions.defaults().with(HoldOptions.on());
    private final StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.ofNullable(options), heard);
    private int peers;

    @RepeatedTest(100)
    void comeInPairsAndTellWhatIs(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder steps = new StringBuilder("seed " + repetition.getCurrentRepetition());
        for (int i = 0; i < STEPS; i++) {
            int step = random.nextInt(20);
            steps.append(' ').append(step);
            try {
                act(step, random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(steps.toString(), e);
            }
            heard.assertTells(registry.find(LIVE).map(LiveStream::snapshot).orElse(null), steps.toString());
        }
        loop.batch(() -> registry.closeAll(EndReason.SERVER_STOPPED, loop.nowNs()));
        heard.assertTells(null, steps.toString());
        assertThat(loop.anyAlarmArmed()).as("an alarm is left by %s", steps).isFalse();
        assertThat(encoders).as("%s", steps).noneMatch(encoder -> encoder.publication().isOpen());
        assertThat(readers).as("%s", steps).noneMatch(reader -> reader.ended() == null && reader.subscription().isOpen());
    }

    private void act(int step, Random random) {
        switch (step) {
            case 0, 1, 2 -> publish(random);
            case 3, 4 -> loseOne(random);
            case 5, 6 -> read();
            case 7 -> leave(random);
            case 8 -> command(registry.hold(LIVE));
            case 9, 10 -> command(registry.release(LIVE));
            case 11 -> command(registry.close(LIVE));
            case 12 -> reconfigure(options(random));
            case 13 -> loop.advanceMs(random.nextInt(7_000));
            case 14 -> loop.batch(() -> registry.limitHeldPaths(random.nextInt(3), loop.nowNs()));
            default -> run(random);
        }
    }

    private void publish(Random random) {
        int number = ++peers;
        PublishOutcome outcome = registry.publish(new PublishRequest(LIVE, peer("p" + number), (_, _) -> {
        }), loop.nowNs());
        if (outcome instanceof PublishOutcome.Admitted(Publication publication)) {
            List<Track> tracks = random.nextInt(5) == 0 ? List.of(MadeEncoder.AUDIO) : List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO);
            MadeEncoder encoder = new MadeEncoder(loop, number, publication, random.nextInt(90_000_000), 2 * random.nextInt(2), tracks);
            encoders.add(random.nextInt(4) == 0 ? encoder.withoutKeyPictures() : encoder);
        }
    }

    private void run(Random random) {
        long endNs = loop.nowNs() + random.nextInt(3_000) * MS;
        while (loop.nowNs() < endNs) {
            loop.advanceMs(50);
            for (MadeEncoder encoder : encoders) {
                encoder.runUntil(loop.nowNs());
            }
        }
    }

    private void loseOne(Random random) {
        List<MadeEncoder> open = encoders.stream().filter(encoder -> encoder.publication().isOpen()).toList();
        encoders.retainAll(open);
        if (!open.isEmpty()) {
            MadeEncoder lost = open.get(random.nextInt(open.size()));
            loop.batch(() -> lost.publication().end(LOSSES[random.nextInt(LOSSES.length)], loop.nowNs()));
        }
    }

    private void read() {
        FakeReader reader = new FakeReader("r" + ++peers);
        loop.batch(() -> {
            ReadOutcome outcome = registry.read(new ReadRequest(LIVE, reader.who(), reader, 120, 8192), loop.nowNs());
            if (outcome instanceof ReadOutcome.Admitted) {
                readers.add(reader.on(outcome));
            }
        });
    }

    private void leave(Random random) {
        if (!readers.isEmpty()) {
            FakeReader leaver = readers.remove(random.nextInt(readers.size()));
            loop.batch(() -> leaver.leave(loop.nowNs()));
        }
    }

    private void command(CompletionStage<CommandOutcome> answer) {
        loop.batch(() -> {
        });
        assertThat(answer.toCompletableFuture()).isCompleted();
    }

    private static PathOptions options(Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        HoldOptions hold = new HoldOptions(random.nextInt(3) > 0, 2_000L * random.nextInt(3) * MS,
                random.nextBoolean() ? HoldOptions.Picture.FREEZE : HoldOptions.Picture.STOP, 300L * random.nextInt(2) * MS);
        return new PathOptions(true, random.nextBoolean(), 0, hold);
    }

    private void reconfigure(PathOptions changed) {
        options = changed;
        loop.batch(() -> registry.reconfigure(loop.nowNs()));
        options = changed == null ? PathOptions.defaults().with(HoldOptions.on()) : changed;
    }

    private static PeerDescription peer(String id) {
        return new PeerDescription("srtConn", id, "127.0.0.1:1", "");
    }

    private static final class Pairing implements StreamListener {
        private final Set<String> readers = new TreeSet<>();
        private String online = "";
        private boolean available;
        private boolean filling;
        private boolean silent;

        void assertTells(StreamSnapshot snapshot, String steps) {
            PublicationSnapshot publication = snapshot == null ? null : snapshot.publication();
            assertThat(online).as("who publishes after %s", steps).isEqualTo(publication == null ? "" : publication.who().id());
            assertThat(available).as("available after %s", steps).isEqualTo(snapshot != null && snapshot.available());
            assertThat(readers).as("readers after %s", steps)
                    .hasSize(snapshot == null ? 0 : snapshot.readers().size());
        }

        @Override
        public void onOnline(StreamPath path, PeerDescription publisher) {
            assertThat(online).as("online before %s", publisher).isEmpty();
            online = publisher.id();
        }

        @Override
        public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
            assertThat(online).as("replaced by %s", publisher).isNotEmpty().isNotEqualTo(publisher.id());
            online = publisher.id();
        }

        @Override
        public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
            assertThat(online).isEqualTo(publisher.id());
            online = "";
        }

        @Override
        public void onAvailable(StreamPath path, List<Track> tracks) {
            assertThat(available).isFalse();
            available = true;
        }

        @Override
        public void onUnavailable(StreamPath path, EndReason reason) {
            assertThat(available).isTrue();
            available = false;
            filling = false;
        }

        @Override
        public void onFillingStarted(StreamPath path, boolean silence) {
            assertThat(available && (!filling || (silence && !silent))).isTrue();
            filling = true;
            silent = silence;
        }

        @Override
        public void onFillingStopped(StreamPath path) {
            assertThat(filling).isTrue();
            filling = false;
        }

        @Override
        public void onReaderJoined(StreamPath path, PeerDescription reader) {
            assertThat(readers.add(reader.id())).isTrue();
        }

        @Override
        public void onReaderLeft(StreamPath path, PeerDescription reader) {
            assertThat(readers.remove(reader.id())).isTrue();
        }
    }
}
