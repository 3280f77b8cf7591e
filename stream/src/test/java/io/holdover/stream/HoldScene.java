package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldSnapshot;

/** One path, its publishers and a reader, on a clock that is moved by hand. */
abstract class HoldScene {

    static final long MS = 1_000_000L;
    static final StreamPath LIVE = new StreamPath("live");
    static final long FRAME_TICKS = 1920;
    static final List<Track> BOTH = List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO);

    final List<String> story = new ArrayList<>();
    final ManualLoop loop = new ManualLoop(1_000_000 * MS);
    /** Null while the path is not configured. */
    PathOptions options = PathOptions.defaults().with(HoldOptions.on());
    final StreamStory teller = new StreamStory(story);
    final StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.ofNullable(options), teller);
    /** What a publisher does when the stream sends it away. */
    Runnable onSentAway = () -> {
    };
    int publishers;
    int parsedBytes = -1;
    List<AccessUnit> parsed = List.of();
    MadeEncoder encoder = encoder(900_000, 0);
    FakeReader reader = new FakeReader("0");

    MadeEncoder encoder(long baseTicks, int reorder) {
        return encoder(baseTicks, reorder, BOTH);
    }

    MadeEncoder encoder(long baseTicks, int reorder, List<Track> tracks) {
        int number = ++publishers;
        PeerDescription who = new PeerDescription("srtConn", "p" + number, "127.0.0.1:" + number, "");
        PublishOutcome outcome = registry.publish(new PublishRequest(LIVE, who, (_, _) -> onSentAway.run()), loop.nowNs());
        return new MadeEncoder(loop, number, ((PublishOutcome.Admitted) outcome).publication(), baseTicks, reorder, tracks);
    }

    /** Another stream than that of every test's beginning. */
    void beginAnew(List<Track> tracks) {
        registry.close(LIVE, EndReason.PATH_CLOSED, loop.nowNs());
        story.clear();
        publishers = 0;
        encoder = encoder(900_000, 0, tracks);
    }

    void lose() {
        loop.batch(() -> encoder.publication().end(EndReason.PUBLISHER_LEFT, loop.nowNs()));
    }

    void read() {
        ReadRequest request = new ReadRequest(LIVE, reader.who(), reader, 120, 8192);
        loop.batch(() -> reader.on(registry.read(request, loop.nowNs())));
    }

    List<AccessUnit> received(MediaKind kind) {
        loop.advanceMs(20);
        int length = reader.length();
        if (length != parsedBytes) {
            parsedBytes = length;
            parsed = new SampleRiver.Demuxed().feed(reader.bytes()).units;
        }
        return parsed.stream().filter(unit -> unit.track().kind() == kind).toList();
    }

    static void assertContiguous(List<AccessUnit> sound) {
        assertThat(sound).hasSizeGreaterThan(10);
        long start = sound.getFirst().dtsTicks();
        for (int i = 1; i < sound.size(); i++) {
            long step = sound.get(i).dtsTicks() - sound.get(i - 1).dtsTicks();
            assertThat(step).as("step to frame %d of %d, %d ms after the first", i, sound.size(),
                    Timebase.msFromTicks(sound.get(i).dtsTicks() - start)).isBetween(FRAME_TICKS - 1, FRAME_TICKS + 1);
        }
    }

    static void assertIncreasing(List<AccessUnit> pictures) {
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).dtsTicks()).as("DTS of picture %d", i).isGreaterThan(pictures.get(i - 1).dtsTicks());
            assertThat(pictures.get(i).ptsTicks()).as("PTS of picture %d", i).isGreaterThan(pictures.get(i - 1).ptsTicks());
        }
    }

    /** Sound and pictures of each publisher lie beside each other as it made them, once the squeeze is over. */
    void assertNoSkew() {
        Map<Integer, Long> sound = lastOffsets(MediaKind.AUDIO);
        Map<Integer, Long> pictures = lastOffsets(MediaKind.VIDEO);
        assertThat(sound.keySet()).hasSize(publishers);
        sound.forEach((number, offset) -> {
            if (pictures.containsKey(number)) {
                assertThat(Math.abs(offset - pictures.get(number)))
                        .as("ticks between the offsets of sound and picture of publisher %d", number).isLessThanOrEqualTo(FRAME_TICKS / 2);
            }
        });
    }

    /** Sound and pictures go on beside each other, whoever made them. */
    void assertTogether() {
        long sound = received(MediaKind.AUDIO).getLast().dtsTicks();
        long picture = received(MediaKind.VIDEO).getLast().dtsTicks();
        assertThat(Timebase.msFromTicks(Math.abs(sound - picture))).as("ms between the newest frame and the newest picture")
                .isLessThan(100);
    }

    Map<Integer, Long> lastOffsets(MediaKind kind) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (AccessUnit unit : received(kind)) {
            MadeEncoder.Origin origin = MadeEncoder.originOf(unit);
            if (origin != null) {
                offsets.put(origin.number(), unit.dtsTicks() - origin.ticks());
            }
        }
        return offsets;
    }

    /** Ticks by which the last live unit is behind the wall clock. */
    long wallRelation() {
        List<AccessUnit> sound = received(MediaKind.AUDIO);
        return Timebase.ticksFromNs(loop.nowNs()) - sound.getLast().dtsTicks();
    }

    /** What the stream's hold tells. */
    HoldSnapshot hold() {
        return registry.find(LIVE).orElseThrow().snapshot().hold();
    }

    /** The loop's answer to a command. */
    CommandOutcome answer(CompletionStage<CommandOutcome> command) {
        assertThat(command.toCompletableFuture()).as("answered before its turn").isNotDone();
        loop.batch(() -> {
        });
        return command.toCompletableFuture().join();
    }

    void reconfigure(HoldOptions changed) {
        options = PathOptions.defaults().with(changed);
        loop.batch(() -> registry.reconfigure(loop.nowNs()));
    }
}
