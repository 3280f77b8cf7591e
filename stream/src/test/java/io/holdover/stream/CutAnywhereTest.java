package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.stream.ingest.TsIngest;
import io.holdover.testkit.Seed;
import io.holdover.testkit.TsPackets;

/**
 * Publishers of real samples that leave in the middle of anything: of a TS packet, a PES packet, a frame, between the fields of a picture.
 * What was whole goes out, nothing else does, and what stands in for the rest follows to the tick.
 */
class CutAnywhereTest {

    private static final int CUTS = 12;
    /** Enough to know a unit by its end. */
    private static final int TAIL_BYTES = 200;
    private static final StreamPath LIVE = new StreamPath("live");

    private final ManualLoop loop = new ManualLoop(1_000_000_000L);
    private final StreamRegistry registry =
            new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults().with(HoldOptions.on())), StreamListener.NONE);
    private final FakeReader reader = new FakeReader("reader");

    @ParameterizedTest
    @FieldSource("io.holdover.stream.SampleRiver#SAMPLES")
    void goesOnBehindTheLastWholeUnit(String name, @Seed long seed) throws IOException {
        byte[] sample = SampleRiver.sample(name);
        Random random = new Random(seed ^ name.hashCode());
        for (int i = 0; i < CUTS; i++) {
            new CutAnywhereTest().judge(sample, cut(sample, random), cut(sample, random));
        }
    }

    /** Each picture once, at the end of its first field and within the second one. */
    @Test
    void neverEndsWithASingleField() {
        FieldPictures fields = FieldPictures.of(60, 25);
        for (int field = 60; field < 100; field += 2) {
            int first = fields.ends().get(field);
            new CutAnywhereTest().judgeFields(fields, first, field / 2);
            new CutAnywhereTest().judgeFields(fields, (first + fields.ends().get(field + 1)) / 2, field / 2);
        }
    }

    private void judgeFields(FieldPictures fields, int cut, int brokenPicture) {
        publish(fields.stream(), cut);
        loop.advanceMs(700);
        List<AccessUnit> got = new SampleRiver.Demuxed().feed(reader.bytes()).units;
        List<AccessUnit> sent = new SampleRiver.Demuxed().feed(fields.stream()).units;
        int live = 0;
        while (live < got.size() && isLive(got.get(live), sent)) {
            live++;
        }
        assertThat(got.get(live - 1).dtsTicks()).as("the last one before picture %d", brokenPicture)
                .isEqualTo(sent.get(brokenPicture - 1).dtsTicks());
        assertThat(got).as("pictures before and in the hold").hasSizeGreaterThan(live)
                .allSatisfy(unit -> assertThat(countOfSlices(unit.payload())).isEqualTo(2));
    }

    private static int countOfSlices(byte[] payload) {
        int count = 0;
        for (int i = 0; i + 3 < payload.length; i++) {
            boolean element = payload[i] == 0 && payload[i + 1] == 0 && payload[i + 2] == 1;
            count += element && (payload[i + 3] & 0x1F) <= 5 ? 1 : 0;
        }
        return count;
    }

    /** When every track has been heard of; not always at the end of a packet. */
    private static int cut(byte[] sample, Random random) {
        return sample.length / 2 + random.nextInt(sample.length * 9 / 20);
    }

    private void judge(byte[] sample, int firstCut, int secondCut) {
        publish(sample, firstCut);
        loop.advanceMs(700);
        publish(sample, secondCut);
        loop.advanceMs(700);

        String where = "cut at byte " + firstCut + ", then at byte " + secondCut;
        assertThat(TsPackets.of(reader.bytes()).continuityErrors()).as(where).isEmpty();
        List<AccessUnit> got = new SampleRiver.Demuxed().feed(reader.bytes()).units;
        List<AccessUnit> sent = new SampleRiver.Demuxed().feed(sample).units;
        assertThat(got).as(where).noneMatch(AccessUnit::damaged);
        for (MediaKind kind : List.of(MediaKind.VIDEO, MediaKind.AUDIO)) {
            List<AccessUnit> sentOfKind = of(sent, kind);
            if (!sentOfKind.isEmpty()) {
                judgeTrack(where + ", " + kind, of(got, kind), sentOfKind, brokenTicks(sample, sentOfKind.getFirst(), firstCut));
            }
        }
    }

    /** @param brokenTicks when the first unit begins that has not come as a whole */
    private static void judgeTrack(String where, List<AccessUnit> got, List<AccessUnit> sent, long brokenTicks) {
        boolean sound = sent.getFirst().track().kind() == MediaKind.AUDIO;
        Set<Long> ownSteps = new HashSet<>(); // GStreamer's first Opus packet is shorter by what its decoder is to skip
        for (int i = 1; i < sent.size(); i++) {
            ownSteps.add(sent.get(i).dtsTicks() - sent.get(i - 1).dtsTicks());
        }
        for (int i = 1; i < got.size(); i++) {
            long step = got.get(i).dtsTicks() - got.get(i - 1).dtsTicks();
            assertThat(step).as("%s: step to unit %d of %d", where, i, got.size()).isPositive();
            if (sound && !ownSteps.contains(step)) {
                long due = durationTicks(got.get(i - 1));
                assertThat(step).as("%s: step to frame %d of %d", where, i, got.size()).isBetween(due - 1, due + 1);
            }
        }
        int live = 0;
        while (live < got.size() && isLive(got.get(live), sent)) {
            live++;
        }
        List<AccessUnit> whole = sent.stream().filter(unit -> unit.dtsTicks() < brokenTicks).toList();
        AccessUnit last = whole.get(whole.size() - (sound ? 1 : 2)); // the end of a picture may only show with the next one
        assertThat(live).as("%s: units before the cut", where).isPositive().isLessThan(got.size());
        assertThat(got.get(live - 1).dtsTicks()).as("%s: the last of them", where).isGreaterThanOrEqualTo(last.dtsTicks() - 1);
        int again = 0;
        for (AccessUnit unit : got.subList(live, got.size())) {
            if (isOneOf(unit, sent)) {
                again++;
            } else {
                assertThat(sent).as("%s: units of which the one at %d is only a part", where, unit.dtsTicks())
                        .noneMatch(other -> isPartOf(unit, other));
            }
        }
        assertThat(again).as("%s: units of the second publisher", where).isPositive();
    }

    private static long durationTicks(AccessUnit frame) {
        return Timebase.ticksFromSamples(frame.durationSamples(), ((AudioFormat) frame.track().format()).sampleRateHz());
    }

    /** Of the first publisher, whose times are the stream's. */
    private static boolean isLive(AccessUnit unit, List<AccessUnit> sent) {
        return sent.stream()
                .anyMatch(other -> Math.abs(other.dtsTicks() - unit.dtsTicks()) <= 1 && endsAlike(unit.payload(), other.payload()));
    }

    private static boolean isOneOf(AccessUnit unit, List<AccessUnit> sent) {
        return sent.stream().anyMatch(other -> endsAlike(unit.payload(), other.payload()));
    }

    /** Parameter sets may have been put before what it ends with. */
    private static boolean endsAlike(byte[] got, byte[] sent) {
        int length = Math.min(TAIL_BYTES, sent.length);
        return got.length >= sent.length
                && Arrays.equals(got, got.length - length, got.length, sent, sent.length - length, sent.length);
    }

    /** Whether it ends where the other one goes on. */
    private static boolean isPartOf(AccessUnit unit, AccessUnit whole) {
        byte[] part = unit.payload();
        byte[] all = whole.payload();
        if (unit.track().kind() == MediaKind.AUDIO) {
            return part.length < all.length && Arrays.equals(part, 0, part.length, all, 0, part.length);
        }
        int length = Math.min(TAIL_BYTES, part.length);
        for (int end = length; end < all.length; end++) {
            if (Arrays.equals(part, part.length - length, part.length, all, end - length, end)) {
                return true;
            }
        }
        return false;
    }

    private static List<AccessUnit> of(List<AccessUnit> units, MediaKind kind) {
        return units.stream().filter(unit -> unit.track().kind() == kind).toList();
    }

    /** The DTS of the first PES packet of that unit's track that does not end before the cut. */
    private static long brokenTicks(byte[] sample, AccessUnit unit, int cut) {
        int pid = unit.track().id();
        TsPackets packets = TsPackets.of(sample);
        List<TsPackets.Pes> pes = packets.pes(pid);
        int number = -1;
        for (int i = 0; i < packets.packets().size(); i++) {
            TsPackets.Packet packet = packets.packets().get(i);
            if (packet.pid() == pid && packet.payload().length > 0) {
                number += packet.unitStart() ? 1 : 0;
                if ((i + 1) * TsPackets.PACKET_BYTES > cut) {
                    return pes.get(number).dts();
                }
            }
        }
        return Long.MAX_VALUE;
    }

    private void publish(byte[] sample, int cut) {
        PeerDescription who = new PeerDescription("srtConn", "p", "127.0.0.1:1", "");
        Publication publication = ((PublishOutcome.Admitted) registry.publish(new PublishRequest(LIVE, who, (_, _) -> {
        }), loop.nowNs())).publication();
        TsIngest ingest = new TsIngest(publication);
        PacedSample.play(sample, cut, loop, ingest, () -> {
            ReadOutcome outcome =
                    reader.isWaiting() ? registry.read(new ReadRequest(LIVE, reader.who(), reader, 120, 8192), loop.nowNs()) : null;
            if (outcome instanceof ReadOutcome.Admitted) {
                reader.on(outcome);
            }
        });
        loop.batch(() -> {
            ingest.endOfInput(loop.nowNs());
            publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        });
    }
}
