package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.Ac3Format;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TrackFormat;
import io.holdover.media.TsDescriptors;
import io.holdover.testkit.TsPackets;

/** The clock of a muxer whose timers ring as they are asked to, at most a millisecond late. */
class TsMuxerClockTest {
    private static final long MS = 1_000_000L;
    /** Far enough from zero for any lead. */
    private static final long BASE = 900_000;
    private static final long LIMIT_27MHZ = 40 * 27_000L;
    private static final Track VIDEO = track(1, H264Format.unknown());
    private static final Track AUDIO = track(2, new Ac3Format(48_000, 2));

    private final Collector out = new Collector();
    private final TsMuxer muxer = new TsMuxer(out);
    private long nowNs = 5_000 * MS;

    @Test
    void takesTheClockFromThePicturesWhenTheyAreFrequentEnough() {
        muxer.setTracks(List.of(AUDIO, VIDEO));
        muxer.setLeadTicks(63_000);
        for (int i = 0; i < 50; i++) {
            advanceTo(5_000 * MS + i * 40L * MS + (i % 3) * 3L * MS);
            picture(90_000 + i * 3600L);
        }
        List<Long> clock = out.packets().clockReferences();
        assertThat(clock).hasSize(51); // one packet of its own, before the rhythm is known
        assertThat(clock.getFirst()).isEqualTo((90_000 - 63_000) * 300L);
        assertSteady(clock);
    }

    @Test
    void putsClockPacketsBetweenPicturesThatAreRare() {
        muxer.setTracks(List.of(VIDEO));
        muxer.setLeadTicks(63_000);
        for (int i = 0; i < 10; i++) {
            advanceTo(5_000 * MS + i * 1000L * MS);
            picture(BASE + i * 90_000L);
        }
        List<Long> clock = out.packets().clockReferences();
        assertThat(clock.size()).isGreaterThan(9 * 25);
        assertSteady(clock.subList(30, clock.size()));
        assertThat(out.packets().continuityErrors()).isEmpty();
    }

    @Test
    void putsClockPacketsBetweenPicturesThatAreSecondsApart() {
        muxer.setTracks(List.of(VIDEO));
        for (int i = 0; i < 10; i++) {
            advanceTo(5_000 * MS + i * 3000L * MS);
            picture(BASE + i * 270_000L);
        }
        List<Long> clock = out.packets().clockReferences();
        assertSteady(clock.subList(1, clock.size())); // the first step cannot be known before it is over
        assertThat(clock.size()).isGreaterThan(8 * 75);
    }

    @Test
    void keepsTheIntervalAtEveryFrameRate() {
        for (double rate : new double[]{10, 12.5, 15, 23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 120}) {
            Collector collected = new Collector();
            TsMuxer each = new TsMuxer(collected);
            each.setTracks(List.of(VIDEO));
            each.setLeadTicks(9000);
            long startNs = 0;
            for (int i = 0; i < rate * 4; i++) {
                long atNs = startNs + (long) (i * 1e9 / rate);
                ringUntil(each, atNs);
                each.write(AccessUnit.video(VIDEO, BASE + Math.round(i * 90_000 / rate), BASE + Math.round(i * 90_000 / rate),
                        RandomAccess.NONE, 0, false,
                        new byte[50]), atNs);
            }
            List<Long> clock = collected.packets().clockReferences();
            for (int i = 1; i < clock.size(); i++) {
                assertThat(clock.get(i) - clock.get(i - 1)).as("at " + rate + " pictures a second").isBetween(1L,
                        i < 4 ? 4_000_000 : LIMIT_27MHZ);
            }
        }
    }

    @Test
    void goesWithTheSoundWhereThereIsNoPicture() {
        muxer.setTracks(List.of(AUDIO));
        muxer.setLeadTicks(32_400);
        for (int i = 0; i < 20; i++) {
            advanceTo(5_000 * MS + i * 360L * MS);
            muxer.write(AccessUnit.audio(AUDIO, BASE + i * 32_400L, 1536, false, new byte[400]), nowNs);
        }
        assertSteady(out.packets().clockReferences());
    }

    @Test
    void runsWithoutThePictureThatNeverComes() {
        muxer.setTracks(List.of(VIDEO, AUDIO));
        muxer.setLeadTicks(9000);
        for (int i = 0; i < 100; i++) {
            advanceTo(5_000 * MS + i * 32L * MS);
            muxer.write(AccessUnit.audio(AUDIO, BASE + i * 2880L, 1536, false, new byte[400]), nowNs);
        }
        TsPackets packets = out.packets();
        assertThat(packets.ofPid(0x100)).hasSizeGreaterThan(50).allMatch(packet -> packet.pcr27MHz() != TsPackets.NO_PCR);
        assertSteady(packets.clockReferences());
        assertThat(muxer.lateUnits()).isZero();
    }

    @Test
    void standsStillInAPauseBeforeItOvertakesWhatIsStillToCome() {
        muxer.setTracks(List.of(VIDEO));
        muxer.setLeadTicks(18_000);
        for (int i = 0; i < 25; i++) {
            advanceTo(5_000 * MS + i * 40L * MS);
            picture(BASE + i * 3600L);
        }
        advanceTo(nowNs + 20_000 * MS);
        List<Long> clock = out.packets().clockReferences();
        assertThat(clock.getLast()).isEqualTo((BASE + 25 * 3600L) * 300);
        assertThat(muxer.nextClockNs()).isEqualTo(TsMuxer.NEVER_NS);

        for (int i = 25; i < 75; i++) {
            advanceTo(nowNs + 40 * MS);
            picture(BASE + i * 3600L);
        }
        List<Long> after = out.packets().clockReferences();
        assertThat(after).isSorted();
        assertThat(after.getLast()).isEqualTo((BASE + 74 * 3600L - 18_000) * 300);
        assertThat(muxer.lateUnits()).isZero();
    }

    @Test
    void waitsForSoundThatLagsBehind() {
        muxer.setTracks(List.of(VIDEO, AUDIO));
        muxer.setLeadTicks(0);
        for (int i = 0; i < 100; i++) {
            advanceTo(5_000 * MS + i * 40L * MS);
            picture(BASE + i * 3600L);
            if (i % 9 == 8) { // 360 ms of sound at once
                muxer.write(AccessUnit.audio(AUDIO, BASE + (i - 8) * 3600L, 1536, false, new byte[400]), nowNs);
            }
        }
        assertThat(muxer.lateUnits()).isEqualTo(1); // then it knows
        assertThat(muxer.leadTicks()).isEqualTo(8 * 3600);
        TsPackets packets = out.packets();
        assertThat(packets.clockReferences()).isSorted();
        assertNothingComesTooLate(packets, 0x101, 1);
    }

    /** Pictures that are missed for a while, and then come all at once: each is late, but all for the same reason. */
    @Test
    void doesNotAddUpWhatIsLateTogether() {
        muxer.setTracks(List.of(VIDEO, AUDIO));
        muxer.setLeadTicks(18_000);
        for (int ms = 0; ms < 2_300; ms += 20) {
            advanceTo(5_000 * MS + ms * MS);
            if (ms < 1_000 && ms % 40 == 0) {
                picture(BASE + ms * 90L);
            }
            muxer.write(AccessUnit.audio(AUDIO, BASE + ms * 90L, 1536, false, new byte[400]), nowNs);
            muxer.writeClock(nowNs); // it has waited for pictures, but not for ever
        }
        for (int ms = 1_000; ms < 2_300; ms += 40) {
            picture(BASE + ms * 90L);
        }
        assertThat(muxer.lateUnits()).isGreaterThan(5);
        assertThat(muxer.leadTicks()).isBetween(18_000L, 1_300 * 90L);
        assertThat(out.packets().clockReferences()).isSorted();
    }

    @Test
    void doesNotGoBackWhenTheLeadGrows() {
        muxer.setTracks(List.of(VIDEO));
        for (int i = 0; i < 100; i++) {
            if (i == 50) {
                muxer.setLeadTicks(9000);
            }
            advanceTo(5_000 * MS + i * 40L * MS);
            picture(BASE + i * 3600L);
        }
        List<Long> clock = out.packets().clockReferences();
        assertThat(clock).isSorted().doesNotHaveDuplicates();
        assertThat(clock.getLast()).isEqualTo((BASE + 99 * 3600L - 9000) * 300);
    }

    @Test
    void goesBackOnlyWhereItSaysSo() {
        muxer.setTracks(List.of(VIDEO));
        picture(900_000);
        picture(903_600);
        muxer.signalDiscontinuity();
        picture(0);

        TsPackets packets = out.packets();
        assertThat(packets.clockReferences()).containsExactly(900_000L * 300, 903_600L * 300, 0L);
        assertThat(packets.packets().stream().filter(TsPackets.Packet::discontinuity).map(TsPackets.Packet::pcr27MHz)).containsExactly(0L);
    }

    @Test
    void limitsTheLead() {
        muxer.setLeadTicks(Long.MAX_VALUE);
        assertThat(muxer.leadTicks()).isEqualTo(TsMuxer.MAX_LEAD_TICKS);
    }

    private void assertSteady(List<Long> clock) {
        for (int i = 1; i < clock.size(); i++) {
            assertThat(clock.get(i) - clock.get(i - 1)).as("step " + i).isBetween(1L, LIMIT_27MHZ);
        }
    }

    private static void assertNothingComesTooLate(TsPackets packets, int pid, int allowed) {
        long clock = 0;
        int late = 0;
        for (TsPackets.Packet packet : packets.packets()) {
            clock = packet.pcr27MHz() == TsPackets.NO_PCR ? clock : packet.pcr27MHz();
            if (packet.pid() == pid && packet.unitStart()) {
                byte[] pes = packet.payload();
                long pts = (long) (pes[9] >> 1 & 0x07) << 30 | (pes[10] & 0xFF) << 22 | (pes[11] & 0xFE) << 14 | (pes[12] & 0xFF) << 7
                        | (pes[13] & 0xFE) >> 1;
                late += pts * 300 < clock ? 1 : 0;
            }
        }
        assertThat(late).isLessThanOrEqualTo(allowed);
    }

    private void picture(long dts) {
        muxer.write(AccessUnit.video(VIDEO, dts, dts, RandomAccess.NONE, 0, false, new byte[50]), nowNs);
    }

    private void advanceTo(long targetNs) {
        ringUntil(muxer, targetNs);
        nowNs = targetNs;
    }

    private static void ringUntil(TsMuxer muxer, long targetNs) {
        while (muxer.nextClockNs() <= targetNs) {
            muxer.writeClock(muxer.nextClockNs() + MS);
        }
    }

    private static Track track(int id, TrackFormat format) {
        return new Track(id, format, TsDescriptors.none());
    }
}
