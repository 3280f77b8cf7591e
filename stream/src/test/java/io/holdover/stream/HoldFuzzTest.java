package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.hold.HoldState;

/** Stories told by chance, of losses, takeovers, stalls, jumps, dead tracks and holds by hand: in the end all is as it was. */
class HoldFuzzTest extends HoldScene {

    private static final int EVENTS = 12;
    private static final int SLOW_STORIES = 450;
    private static final long STEP_NS = 5 * MS;
    private static final long STALL_NS = 300 * MS;
    /** What a jump of the clock may leave out. */
    private static final long MOST_FRAMES_LEFT_OUT = 20;

    private final List<String> told = new ArrayList<>();
    private final List<MadeEncoder> onAir = new ArrayList<>();
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(ints = {0, 41, 72, 74, 84, 213, 266, 290})
    void inTheEndAllIsAsItWas(int seed) {
        random = new Random(seed);
        note("seed", seed);
        onAir.add(encoder);
        run(3_000);
        read();
        run(11_000);
        long relation = relation();
        for (int i = 0; i < EVENTS; i++) {
            tell(i);
        }
        leave();
        run(20_000);
        encoder = encoder(77_000_000, 0);
        onAir.add(encoder);
        run(5_000);
        judge(relation);
    }

    @Test
    @Tag("slow")
    void inTheEndAllIsAsItWasInHundredsOfStories() {
        for (int seed = 0; seed < SLOW_STORIES; seed++) {
            new HoldFuzzTest().inTheEndAllIsAsItWas(seed);
        }
    }

    private void tell(int number) {
        switch (random.nextInt(14)) {
            case 0 -> run(note("time passes", random.nextInt(3_000)));
            case 1 -> {
                leave();
                run(note("nobody publishes", random.nextInt(4_000)));
                onAir.add(come());
            }
            case 2 -> onAir.add(come());
            case 3 -> loop.advanceMs(note("a stall, whose backlog comes", random.nextInt(3_000)));
            case 4 -> {
                long endNs = loop.nowNs() + note("a stall, whose backlog is lost", 1_000 + random.nextInt(3_000)) * MS;
                loop.advanceTo(endNs);
                onAir.forEach(each -> each.loseUntil(endNs));
            }
            case 5 -> byHand();
            case 6 -> {
                MediaKind kind = random.nextBoolean() ? MediaKind.AUDIO : MediaKind.VIDEO;
                onAir.forEach(each -> each.stop(kind));
                run(note("no " + kind, 1_000 + random.nextInt(4_000)));
                onAir.forEach(each -> each.stop(null));
            }
            case 7 -> {
                boolean stops = note("whether pictures stop", random.nextInt(2)) == 1;
                reconfigure(new HoldOptions(true, 0, stops ? HoldOptions.Picture.STOP : HoldOptions.Picture.FREEZE, STALL_NS));
            }
            case 8 -> joinAndLeave(number);
            case 9 -> {
                long ticks = (random.nextBoolean() ? 1L : -1L) * note("a jump", 300_000 + random.nextInt(1 << 28));
                onAir.forEach(each -> each.jump(ticks));
            }
            case 10 -> {
                MadeEncoder brief = come();
                onAir.add(brief);
                run(note("and goes after", random.nextInt(100)));
                loop.batch(() -> brief.publication().end(EndReason.PUBLISHER_LOST, loop.nowNs()));
            }
            case 11 -> {
                leave();
                run(random.nextInt(500));
                MadeEncoder next = come().withoutKeyPictures();
                onAir.add(next);
                run(note("no key pictures", random.nextInt(9_000)));
                next.keyPicturesNow();
            }
            case 12 -> announceLess(random.nextBoolean() ? MediaKind.VIDEO : MediaKind.AUDIO);
            default -> {
                leave();
                run(random.nextInt(2_000));
                onAir.add(come().soundFromMs(note("its sound begins after", random.nextInt(4_000))));
            }
        }
        run(random.nextInt(3_000));
    }

    private int note(String what, int number) {
        told.add(what + " " + number + " @" + (loop.nowNs() / MS - 1_000_000));
        return number;
    }

    private void run(long ms) {
        long endNs = loop.nowNs() + ms * MS;
        while (loop.nowNs() < endNs) {
            long nextNs = Math.min(endNs, loop.nowNs() + STEP_NS);
            onAir.removeIf(each -> !each.publication().isOpen());
            onAir.forEach(each -> each.runUntil(nextNs));
            loop.advanceTo(nextNs);
        }
    }

    private void leave() {
        onAir.forEach(each -> loop.batch(() -> each.publication().end(EndReason.PUBLISHER_LEFT, loop.nowNs())));
    }

    private MadeEncoder come() {
        List<Track> tracks = switch (random.nextInt(8)) {
            case 0 -> List.of(MadeEncoder.VIDEO);
            case 1 -> List.of(MadeEncoder.AUDIO);
            default -> BOTH;
        };
        MadeEncoder next = encoder(random.nextInt(1 << 30), 2 * random.nextInt(2), tracks);
        switch (note("publisher " + publishers + " with " + tracks.size() + " tracks comes, of the kind", random.nextInt(6))) {
            case 0 -> next.bundles(8);
            case 1 -> next.soundLateMs(300);
            case 2 -> next.jitterMs(20, random);
            default -> {
            }
        }
        return next;
    }

    private void byHand() {
        answer(registry.hold(LIVE));
        run(note("held by hand", random.nextInt(3_000)));
        if (random.nextInt(3) == 0) {
            onAir.add(come());
            run(random.nextInt(1_000));
        }
        answer(registry.release(LIVE));
    }

    private void joinAndLeave(int number) {
        FakeReader other = new FakeReader("x" + number);
        loop.batch(() -> other.on(registry.read(new ReadRequest(LIVE, other.who(), other, 120, 8192), loop.nowNs())));
        run(note("a reader joins", random.nextInt(1_000)));
        loop.batch(() -> other.leave(loop.nowNs()));
    }

    private void announceLess(MediaKind kind) {
        List<Track> fewer = BOTH.stream().filter(track -> track.kind() != kind).toList();
        for (MadeEncoder each : onAir) {
            each.stop(kind);
            loop.batch(() -> each.publication().onTracks(fewer));
        }
        run(note("announced without " + kind, 1_500 + random.nextInt(3_000)));
        for (MadeEncoder each : onAir) {
            loop.batch(() -> each.publication().onTracks(BOTH));
            each.stop(null);
        }
    }

    /** When what the last encoder made was made, minus its output time. */
    private long relation() {
        return Timebase.ticksFromNs(encoder.madeNs(0)) - lastOffsets(MediaKind.AUDIO).get(publishers);
    }

    private void judge(long formerRelation) {
        assertThat(reader.ended()).as("why the reader ended: %s", told).isNull();
        assertThat(hold().state()).as("state: %s", told).isEqualTo(HoldState.LIVE);
        judgeSound(received(MediaKind.AUDIO));
        assertIncreasing(received(MediaKind.VIDEO));
        assertTogether();
        long skew = lastOffsets(MediaKind.AUDIO).get(publishers) - lastOffsets(MediaKind.VIDEO).get(publishers);
        assertThat(Math.abs(skew)).as("ticks between sound and pictures: %s", told).isLessThanOrEqualTo(FRAME_TICKS / 2);
        assertThat(Math.abs(relation() - formerRelation)).as("ticks against the wall: %s", told)
                .isLessThanOrEqualTo(2 * FRAME_TICKS + 3_600);
    }

    private void judgeSound(List<AccessUnit> sound) {
        boolean jumps = told.stream().anyMatch(each -> each.startsWith("a jump"));
        for (int i = 1; i < sound.size(); i++) {
            long step = sound.get(i).dtsTicks() - sound.get(i - 1).dtsTicks();
            long frames = Math.round((double) step / FRAME_TICKS);
            long ms = Timebase.msFromTicks(sound.get(i).dtsTicks() - sound.getFirst().dtsTicks());
            assertThat(frames).as("frames to the one at %d ms: %s", ms, told).isBetween(1L, jumps ? MOST_FRAMES_LEFT_OUT : 1L);
            assertThat(Math.abs(step - frames * FRAME_TICKS)).as("ticks beside the grid at %d ms: %s", ms, told).isLessThanOrEqualTo(1);
        }
    }
}
