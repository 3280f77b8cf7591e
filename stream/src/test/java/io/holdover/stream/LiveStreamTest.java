package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.stream.fanout.ChunkRing;
import io.holdover.testkit.TsPackets;

/** A publisher of 25 pictures a second and readers of every kind, on a clock that is moved by hand. */
class LiveStreamTest {

    private static final long MS = 1_000_000L;
    private static final StreamPath LIVE = new StreamPath("live");

    private final ManualLoop loop = new ManualLoop(1_000_000 * MS);
    private final StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults()), StreamListener.NONE);
    private Publication publication = publish(MadeUnits.VIDEO, MadeUnits.AUDIO);
    private long frame;
    private int pictureBytes = 4000;

    @Test
    void readersWhoWereThereFromTheStartGetTheSameBytes() {
        play(1, 25);
        FakeReader first = reader("1", 8192);
        FakeReader second = reader("2", 8192);
        play(200, 25);
        assertThat(first.bytes()).isNotEmpty().isEqualTo(second.bytes());
        assertThat(TsPackets.of(first.bytes()).continuityErrors()).isEmpty();
    }

    @Test
    void joinsAtOnceAtAYoungKeyPicture() {
        play(60, 50); // the last key picture is 10 pictures old
        FakeReader reader = reader("1", 8192);
        play(1, 50);
        loop.advanceMs(1000);
        SampleRiver.Demuxed got = new SampleRiver.Demuxed().feed(reader.bytes());
        AccessUnit first = pictures(got).getFirst();
        assertThat(first.randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(first.dtsTicks()).isEqualTo(dts(50));
        assertThat(pictures(got)).hasSize(11);
        assertThat(startsWithTables(reader)).isTrue();
    }

    @Test
    void aSecondReaderJoinsInTheSamePackagingAsTheFirst() {
        play(60, 50);
        FakeReader first = reader("1", 8192);
        play(5, 50);
        FakeReader second = reader("2", 8192);
        loop.advanceMs(1000);
        assertThat(startsWithTables(second)).isTrue();
        assertThat(second.bytes()).isEqualTo(first.bytes());
    }

    @Test
    void waitsForTheNextKeyPictureWhenTheLastIsTooOld() {
        play(1, 100);
        play(79, 1_000_000);
        FakeReader reader = reader("1", 8192);
        play(5, 1_000_000);
        assertThat(reader.bytes()).isEmpty();
        key();
        play(5, 1_000_000);
        loop.advanceMs(1000);
        SampleRiver.Demuxed got = new SampleRiver.Demuxed().feed(reader.bytes());
        assertThat(pictures(got).getFirst().randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(pictures(got)).hasSize(6);
    }

    @Test
    void waitsForTheNextKeyPictureWhenThePeersWindowIsTooSmallForTheBacklog() {
        pictureBytes = 40_000;
        play(30, 1_000_000);
        FakeReader small = reader("1", 512);
        FakeReader large = reader("2", 8192);
        play(1, 1_000_000);
        loop.advanceMs(50);
        assertThat(small.bytes()).isEmpty();
        assertThat(large.bytes()).isEmpty(); // packaging began for the first, at what came next
        key();
        loop.advanceMs(500);
        assertThat(startsWithTables(small)).isTrue();
        assertThat(startsWithTables(large)).isTrue();
    }

    @Test
    void joinsAtAnyUnitWhenThereWasNoKeyPictureForTenSeconds() {
        play(249, 0);
        FakeReader reader = reader("1", 8192);
        assertThat(reader.bytes()).isEmpty();
        play(3, 0);
        loop.advanceMs(100);
        assertThat(startsWithTables(reader)).isTrue();
        assertThat(pictures(new SampleRiver.Demuxed().feed(reader.bytes()))).hasSize(2);
        FakeReader second = reader("2", 8192);
        play(2, 0);
        loop.advanceMs(100);
        assertThat(startsWithTables(second)).isTrue();
    }

    @Test
    void joinsAtSoundWhenTheAnnouncedPictureNeverComes() {
        for (int i = 0; i < 600; i++) {
            loop.batch(() -> {
                publication.onUnit(MadeUnits.aac(900_000 + frame++ * 1920), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
            loop.advanceTo(loop.nowNs() + 21_333_333);
            if (i == 200) {
                assertThat(reader("1", 8192).bytes()).isEmpty();
            }
        }
        FakeReader late = reader("2", 8192);
        loop.batch(() -> {
            publication.onUnit(MadeUnits.aac(900_000 + frame++ * 1920), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        loop.advanceMs(10);
        assertThat(TsPackets.of(late.bytes()).packets().getFirst().pid()).isZero();
    }

    @Test
    void joinsWhereThePictureRecoversGraduallyIfThereIsNothingBetter() {
        for (int i = 0; i < 30; i++) {
            deliver(i % 10 == 5 ? MadeUnits.gradual(dts(frame), 4000) : MadeUnits.picture(dts(frame), 4000));
        }
        FakeReader reader = reader("1", 8192);
        loop.advanceMs(200);
        SampleRiver.Demuxed got = new SampleRiver.Demuxed().feed(reader.bytes());
        assertThat(pictures(got).getFirst().dtsTicks()).isEqualTo(dts(25));
    }

    @Test
    void joinsSoundAloneAtOnce() {
        publication.end(EndReason.PUBLISHER_LEFT, loop.nowNs());
        publication = publish(MadeUnits.AUDIO);
        for (int i = 0; i < 50; i++) {
            loop.batch(() -> {
                publication.onUnit(MadeUnits.aac(900_000 + frame++ * 1920), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
            loop.advanceTo(loop.nowNs() + 21_333_333);
        }
        FakeReader first = reader("1", 8192);
        loop.advanceMs(20);
        assertThat(startsWithTables(first)).isTrue();
        for (int i = 0; i < 50; i++) {
            loop.batch(() -> {
                publication.onUnit(MadeUnits.aac(900_000 + frame++ * 1920), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
            loop.advanceTo(loop.nowNs() + 21_333_333);
        }
        FakeReader second = reader("2", 8192);
        loop.advanceMs(20);
        assertThat(startsWithTables(second)).isTrue();
        assertThat(TsPackets.of(first.bytes()).sections(0)).hasSizeBetween(8, 12); // every 100 ms
    }

    @Test
    void aChunkLeavesWhenItIsFullOrHasWaited() {
        play(1, 25);
        FakeReader reader = reader("1", 8192);
        play(100, 25);
        for (int i = 0; i < reader.lengths().size(); i++) {
            long waited = reader.arrivals().get(i) - reader.stamps().get(i);
            assertThat(waited).isLessThanOrEqualTo(5 * MS);
            if (reader.lengths().get(i) == ChunkRing.CHUNK_BYTES && i > 20) {
                assertThat(waited).isLessThanOrEqualTo(3 * MS);
            }
        }
    }

    @Test
    void eachKeyPictureBeginsAChunkWithTheTables() {
        play(1, 25);
        FakeReader reader = reader("1", 8192);
        play(100, 25);
        byte[] bytes = reader.bytes();
        int position = 0;
        int keys = 0;
        for (int length : reader.lengths()) {
            List<TsPackets.Packet> chunk = TsPackets.of(Arrays.copyOfRange(bytes, position, position + length)).packets();
            position += length;
            for (int i = 0; i < chunk.size(); i++) {
                if (chunk.get(i).randomAccess()) {
                    keys++;
                    assertThat(i).isEqualTo(2);
                    assertThat(chunk.get(0).pid()).isZero();
                    assertThat(chunk.get(1).pid()).isEqualTo(0x1000);
                    assertThat(chunk.get(2).pcr27MHz()).isNotEqualTo(TsPackets.NO_PCR);
                }
            }
        }
        assertThat(keys).isEqualTo(5);
    }

    @Test
    void wakesEachReaderOncePerBatch() {
        play(1, 25);
        FakeReader reader = reader("1", 8192);
        play(5, 25);
        loop.advanceMs(100);
        int before = reader.wakes();
        loop.batch(() -> {
            for (int i = 0; i < 20; i++) {
                publication.onUnit(MadeUnits.picture(dts(frame++), 20_000), loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            }
        });
        assertThat(reader.wakes()).isEqualTo(before + 1);
    }

    @Test
    void aReaderThatTakesNothingIsMovedForwardAndDisturbsNobody() {
        play(1, 25);
        FakeReader slow = reader("slow", 8192);
        FakeReader good = reader("good", 8192);
        play(50, 25);
        slow.allow(0);
        play(250, 25);
        slow.forget();
        slow.allow(Integer.MAX_VALUE);
        play(100, 25);
        loop.advanceMs(500);

        SubscriptionSnapshot snapshot = slow.subscription().snapshot();
        assertThat(snapshot.skips()).isPositive();
        assertThat(snapshot.skippedChunks()).isPositive();
        assertThat(slow.ended()).isNull();
        assertThat(startsWithTables(slow)).isTrue();
        assertThat(pictures(new SampleRiver.Demuxed().feed(slow.bytes())).getFirst().randomAccess()).isEqualTo(RandomAccess.EXACT);
        assertThat(good.subscription().snapshot().skips()).isZero();
        assertThat(pictures(new SampleRiver.Demuxed().feed(good.bytes()))).hasSize(401);
        assertThat(snapshot.backlogChunks()).isZero();
    }

    @Test
    void aReaderWhoseLinkIsTooSlowGetsWholePicturesInPieces() {
        play(1, 25);
        FakeReader slow = reader("slow", 8192);
        for (int i = 0; i < 1000; i++) {
            slow.allow(2); // of four that a picture takes
            play(1, 25);
        }
        assertThat(slow.subscription().snapshot().skips()).isGreaterThan(3);
        assertThat(slow.ended()).isNull();
        assertThat(slow.stamps()).isSorted();
    }

    @Test
    void oneHugePictureIsDeliveredToAReaderThatNeedsASecondForIt() {
        play(25, 25);
        FakeReader reader = reader("1", 25_600);
        play(25, 25);
        loop.advanceMs(100);
        int before = reader.lengths().size();
        reader.allow(300);
        deliver(MadeUnits.idr(dts(frame), 8_000_000));
        long end = loop.nowNs() + 1000 * MS;
        for (reader.allow(300); loop.nowNs() < end; reader.allow(300)) {
            play(1, 1_000_000);
        }
        assertThat(reader.lengths().size() - before).isGreaterThan(6000);
        assertThat(reader.subscription().snapshot().skips()).isZero();
    }

    @Test
    void givesTheChunksBackWhenTheLastReaderLeaves() {
        play(10, 25);
        FakeReader reader = reader("1", 8192);
        play(100, 25);
        assertThat(registry.find(LIVE).orElseThrow().snapshot().chunkStorageBytes()).isPositive();
        reader.subscription().close(loop.nowNs());
        assertThat(registry.find(LIVE).orElseThrow().snapshot().chunkStorageBytes()).isZero();
        assertThat(loop.anyAlarmArmed()).isFalse();
        play(10, 25);
        FakeReader next = reader("2", 8192);
        play(10, 25);
        assertThat(startsWithTables(next)).isTrue();
    }

    @Test
    void keepsNoMoreThanTheLongestLatencyAsksFor() {
        pictureBytes = 40_000; // 8 Mbit/s
        play(10, 25);
        FakeReader reader = reader("1", 8192);
        play(500, 25);
        ChunkRing chunks = reader.subscription().chunks();
        long span = chunks.originNs(chunks.head() - 1) - chunks.originNs(chunks.oldest());
        assertThat(span).isBetween(1480 * MS, 1560 * MS); // 500 ms and a second
        assertThat(registry.find(LIVE).orElseThrow().snapshot().bufferedUnits()).isLessThan(100);
    }

    @Test
    void holdsItsMemoryBelowTheLimitAtAnyRate() {
        pictureBytes = 2_000_000; // 400 Mbit/s
        play(2, 25);
        reader("1", 25_600);
        play(100, 25);
        StreamSnapshot snapshot = registry.find(LIVE).orElseThrow().snapshot();
        assertThat(snapshot.chunkStorageBytes()).isBetween(ChunkRing.LIMIT_BYTES / 2, ChunkRing.LIMIT_BYTES);
    }

    @Test
    void namesNewTracksInTheTables() {
        play(25, 25);
        FakeReader reader = reader("1", 8192);
        play(10, 25);
        publication.onTracks(List.of(MadeUnits.VIDEO, MadeUnits.AUDIO, MadeUnits.KLV));
        loop.batch(() -> {
            publication.onUnit(MadeUnits.klv(dts(frame)), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        play(25, 25);
        SampleRiver.Demuxed got = new SampleRiver.Demuxed().feed(reader.bytes());
        assertThat(got.units).anyMatch(unit -> unit.track().kind() == MediaKind.DATA);
        assertThat(TsPackets.of(reader.bytes()).continuityErrors()).isEmpty();
    }

    @Test
    void goesOnForReadersWhenThePublishersClockJumps() {
        play(50, 25);
        FakeReader reader = reader("1", 8192);
        play(50, 25);
        frame += 1_000_000;
        play(50, 25);
        frame -= 900_000;
        play(50, 25);
        loop.advanceMs(100);
        List<AccessUnit> pictures = pictures(new SampleRiver.Demuxed().feed(reader.bytes()));
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).dtsTicks() - pictures.get(i - 1).dtsTicks()).isEqualTo(3600);
        }
        assertThat(pictures).hasSize(175); // from the key picture 25 pictures before
        assertThat(TsPackets.of(reader.bytes()).clockReferences()).isSorted();
        assertThat(registry.find(LIVE).orElseThrow().snapshot().publication().splices()).isEqualTo(2);
    }

    private Publication publish(Track... tracks) {
        PeerDescription who = new PeerDescription("srtConn", "p", "127.0.0.1:1", "");
        Publication opened = ((PublishOutcome.Admitted) registry.publish(new PublishRequest(LIVE, who, (_, _) -> {
        }), loop.nowNs())).publication();
        opened.onTracks(List.of(tracks));
        return opened;
    }

    private FakeReader reader(String id, int windowChunks) {
        FakeReader reader = new FakeReader(id);
        reader.on(registry.read(new ReadRequest(LIVE, reader.who(), reader, 500, windowChunks), loop.nowNs()));
        loop.batch(() -> {
        });
        return reader;
    }

    /** Pictures with a key picture whenever the running number is a multiple; 0 for none. */
    private void play(int pictures, int keyInterval) {
        for (int i = 0; i < pictures; i++) {
            boolean isKey = keyInterval > 0 && frame % keyInterval == 0;
            deliver(isKey ? MadeUnits.idr(dts(frame), pictureBytes) : MadeUnits.picture(dts(frame), pictureBytes));
        }
    }

    private void key() {
        deliver(MadeUnits.idr(dts(frame), pictureBytes));
    }

    private void deliver(AccessUnit picture) {
        loop.batch(() -> {
            publication.onBytes(picture.payload().length, loop.nowNs());
            publication.onUnit(picture, loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        frame++;
        loop.advanceMs(40);
    }

    private static long dts(long number) {
        return 900_000 + number * 3600;
    }

    private static boolean startsWithTables(FakeReader reader) {
        List<Integer> pids = new ArrayList<>();
        TsPackets.of(reader.bytes()).packets().stream().limit(3).forEach(packet -> pids.add(packet.pid()));
        return pids.equals(List.of(0, 0x1000, 0x100));
    }

    private static List<AccessUnit> pictures(SampleRiver.Demuxed got) {
        return got.units.stream().filter(unit -> unit.track().kind() == MediaKind.VIDEO).toList();
    }
}
