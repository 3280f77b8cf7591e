package io.holdover.media.mpegts;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.DataFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.VideoFormat;

/**
 * Tracks and access units in, the packets of a transport stream with one program out, into the caller's array. It knows no time of its own
 * and
 * allocates nothing per unit. One thread at a time.
 *
 * <p>The tables are written when the caller asks for them; each unit goes out at once. Times are the units' own, so their DTS must not go
 * back within a track.
 */
public final class TsMuxer {
    /** PID of the PMT. */
    public static final int PMT_PID = ProgramTables.PMT_PID;
    /** PID of the first track; the others follow. */
    public static final int FIRST_TRACK_PID = 0x0100;
    /** Tracks beyond are not carried. Bounded by what one PMT section can describe. */
    public static final int MAX_TRACKS = 32;
    /** The clock is never further behind the units than this, however late some of them come. */
    public static final long MAX_LEAD_TICKS = 10 * Timebase.TICKS_PER_SECOND;
    /** {@link #nextClockNs()} when no clock packet is due before another unit has come. */
    public static final long NEVER_NS = ProgramClock.NEVER_NS;

    /** How long the first unit of the track that carries the clock is waited for. */
    private static final long CLOCK_PATIENCE_NS = 1_000_000_000L;
    private static final int PAT_PID = TsPacket.PID_PAT;
    private static final int SCRATCH_BYTES = 4096;
    /** Audio frames that are further apart than their own length by this much do not share a PES packet: 1 ms. */
    private static final long CONTIGUOUS_TICKS = Timebase.TICKS_PER_MILLISECOND;

    // For life
    private final PacketWriter writer;
    private final MuxTrack patTrack = new MuxTrack(PAT_PID);
    private final MuxTrack pmtTrack = new MuxTrack(PMT_PID);
    private final ProgramTables tables = new ProgramTables();
    private final ProgramClock clock = new ProgramClock();

    // Until the tracks change
    private final List<MuxTrack> known = new ArrayList<>();
    private final List<MuxTrack> carried = new ArrayList<>();
    private @Nullable MuxTrack clockTrack;
    private boolean hasVideo;

    // Until the clock runs
    private boolean hasWaited;
    private long waitingSinceNs;

    // Counters
    private long leadTicks;
    private long ignoredUnits;
    private long lateUnits;

    // Scratch, per PES packet
    private final PayloadSlices pes = new PayloadSlices();
    private final PayloadSlices frames = new PayloadSlices();
    private final Scratch scratch = new Scratch(SCRATCH_BYTES);
    private final @Nullable AccessUnit[] single = new @Nullable AccessUnit[1];

    /** A muxer without tracks. */
    public TsMuxer(TsPacketTarget target) {
        writer = new PacketWriter(target);
    }

    /**
     * The tracks from here on, in the order in which the PMT names them. A track keeps its PID as long as its id comes again. The caller
     * writes
     * the tables afterwards.
     */
    public void setTracks(List<Track> tracks) {
        MuxTrack formerClock = clockTrack;
        carried.clear();
        int[] ordinals = new int[MediaKind.values().length];
        int room = ProgramTables.MAX_SECTION_BYTES - 32; // 12 of head, 6 of program_info, 4 of CRC and some to spare
        for (Track track : tracks) {
            room -= ProgramTables.essentialBytes(track);
            if (carried.size() < MAX_TRACKS && room >= 0) {
                MuxTrack muxTrack = knownOrNew(track);
                muxTrack.carry(track, ordinals[track.kind().ordinal()]++);
                carried.add(muxTrack);
            }
        }
        hasVideo = false;
        MuxTrack first = null;
        for (MuxTrack track : carried) {
            if (first == null || rank(track) < rank(first)) {
                first = track;
            }
            hasVideo |= track.isVideo();
        }
        clockTrack = first;
        clock.expectBursts(!hasVideo);
        if (formerClock != null && formerClock != first) {
            clock.signalDiscontinuity();
        }
        tables.describe(carried, first == null ? TsPacket.PID_NULL : first.pid()); // 0x1FFF: no PCR, ISO/IEC 13818-1 2.4.4.9
    }

    /** The clock goes with video, without any with audio, without that with whatever there is. */
    private static int rank(MuxTrack track) {
        return track.isVideo() ? 0 : track.framing() != null ? 1 : 2;
    }

    private MuxTrack knownOrNew(Track track) {
        for (MuxTrack candidate : known) {
            Track carriedTrack = candidate.track();
            if (carriedTrack != null && carriedTrack.id() == track.id() && carriedTrack.kind() == track.kind()) {
                return candidate;
            }
        }
        MuxTrack muxTrack = new MuxTrack(freePid());
        known.add(muxTrack);
        return muxTrack;
    }

    /**
     * PIDs are not used twice while there are others: a receiver keeps state for each. Tracks that went are forgotten when there are too
     * many.
     */
    private int freePid() {
        if (known.size() >= 8 * MAX_TRACKS) {
            known.retainAll(carried);
        }
        int pid = FIRST_TRACK_PID;
        for (MuxTrack track : known) {
            pid = Math.max(pid, track.pid() + 1);
        }
        return pid < PMT_PID ? pid : FIRST_TRACK_PID;
    }

    /**
     * How far the clock is behind the units' DTS. It grows by itself when a unit comes later than that.
     *
     * @param ticks 0 to {@link #MAX_LEAD_TICKS}, 90 kHz
     */
    public void setLeadTicks(long ticks) {
        leadTicks = Math.clamp(ticks, 0, MAX_LEAD_TICKS);
        clock.leadBy(leadTicks);
    }

    /** The lead in use, 90 kHz. */
    public long leadTicks() {
        return leadTicks;
    }

    /** The next PCR may be anything: it goes out with a discontinuity_indicator. */
    public void signalDiscontinuity() {
        clock.signalDiscontinuity();
    }

    /** Writes PAT and PMT. */
    public void writeTables() {
        writer.writeSection(patTrack, tables.pat(), 0, tables.pat().length);
        writer.writeSection(pmtTrack, tables.pmt(), 0, tables.pmt().length);
    }

    /** Writes one unit. */
    public void write(AccessUnit unit, long nowNs) {
        single[0] = unit;
        write(single, 1, nowNs);
        single[0] = null;
    }

    /**
     * Writes units of one track that arrived together, audio frames in as few PES packets as they fit into.
     *
     * @param units of which the first {@code count} are written
     */
    public void write(@Nullable AccessUnit[] units, int count, long nowNs) {
        int next = 0;
        while (next < count) {
            AccessUnit unit = unitAt(units, next);
            MuxTrack track = find(unit.track());
            if (track == null) {
                ignoredUnits++;
                next++;
            } else {
                next = switch (unit.track().format()) {
                    case VideoFormat _ -> {
                        writeVideo(track, unit, nowNs);
                        yield next + 1;
                    }
                    case AudioFormat audio -> writeAudio(track, audio, units, next, count, nowNs);
                    case DataFormat data -> {
                        writeData(track, data, unit, nowNs);
                        yield next + 1;
                    }
                };
            }
        }
    }

    /** When {@link #writeClock} wants to be called, at the latest; {@link #NEVER_NS} if another unit comes first. */
    public long nextClockNs() {
        return clockTrack == null ? NEVER_NS : clock.nextNs();
    }

    /** Writes a packet for the clock alone if one is due; true if it did. */
    public boolean writeClock(long nowNs) {
        MuxTrack track = clockTrack;
        if (track == null || nowNs < clock.nextNs()) {
            return false;
        }
        long pcr = clock.between(ceilingTicks(nowNs), nowNs);
        if (pcr == PacketWriter.NO_PCR) {
            return false;
        }
        writer.writePcr(track, 0, pcr);
        return true;
    }

    /** Units of tracks that were never set, or that their framing cannot carry. */
    public long ignoredUnits() {
        return ignoredUnits;
    }

    /** Units that came after a PCR that was ahead of them; each made the lead grow. */
    public long lateUnits() {
        return lateUnits;
    }

    private void writeVideo(MuxTrack track, AccessUnit unit, long nowNs) {
        VideoPreamble preamble = track.preamble();
        if (preamble == null) {
            throw new IllegalStateException("no picture goes into PID " + track.pid());
        }
        boolean randomAccess = unit.randomAccess() != RandomAccess.NONE;
        frames.clear();
        preamble.addTo(frames, unit.payload(), randomAccess);
        writePes(track, unit, true, 0, randomAccess, nowNs);
    }

    private int writeAudio(MuxTrack track, AudioFormat format, @Nullable AccessUnit[] units, int from, int count, long nowNs) {
        AudioFraming framing = track.framing();
        if (framing == null) {
            throw new IllegalStateException("no sound goes into PID " + track.pid());
        }
        frames.clear();
        scratch.clear();
        AccessUnit first = unitAt(units, from);
        AccessUnit previous = first;
        int next = from;
        while (next < count) {
            AccessUnit unit = unitAt(units, next);
            if (next > from && !joins(unit, previous, format, framing)) {
                break;
            }
            if (!framing.addTo(frames, scratch, unit)) {
                ignoredUnits++;
            }
            previous = unit;
            next++;
        }
        if (frames.remainingBytes() > 0) {
            writePes(track, first, true, 0, !hasVideo, nowNs);
        }
        return next;
    }

    /** Whether a frame goes on in the PES packet of the one before: there is only one time stamp, that of the first. */
    private boolean joins(AccessUnit unit, AccessUnit previous, AudioFormat format, AudioFraming framing) {
        if (unit.track() != previous.track() || !framing.isBundled() || format.sampleRateHz() == 0) {
            return false;
        }
        int framingBytes = 16 + unit.payload().length / 255; // the longest of the framings
        if (frames.remainingBytes() + unit.payload().length + framingBytes > PesHeader.MAX_PACKET_LENGTH - PesHeader.MAX_BYTES) {
            return false;
        }
        long due = previous.ptsTicks() + Timebase.ticksFromSamples(previous.durationSamples(), format.sampleRateHz());
        return Math.abs(unit.ptsTicks() - due) <= CONTIGUOUS_TICKS;
    }

    private void writeData(MuxTrack track, DataFormat format, AccessUnit unit, long nowNs) {
        switch (format) {
            case OpaqueFormat opaque -> {
                switch (opaque.carriage()) {
                    case SECTION -> writer.writeSection(track, unit.payload(), 0, unit.payload().length);
                    case PES -> {
                        frames.clear();
                        frames.add(unit.payload(), 0, unit.payload().length);
                        writePes(track, unit, opaque.dataAlignment(), opaque.pesHeaderDataLength(), false, nowNs);
                    }
                }
            }
        }
    }

    /** Writes {@link #frames} as one PES packet with the times of {@code unit}. */
    private void writePes(MuxTrack track, AccessUnit unit, boolean aligned, int headerDataLength, boolean randomAccess, long nowNs) {
        long pcr = clockFor(track, unit, nowNs);
        int flags = randomAccess ? PacketWriter.RANDOM_ACCESS_INDICATOR : 0;
        if (pcr != PacketWriter.NO_PCR && clock.takeDiscontinuity()) {
            flags |= PacketWriter.DISCONTINUITY_INDICATOR;
        }
        byte[] header = scratch.reserve(PesHeader.MAX_BYTES);
        int start = scratch.position();
        int length = PesHeader.write(scratch, track.streamId(), unit, aligned, headerDataLength, frames.remainingBytes());
        pes.clear();
        pes.add(header, start, length);
        pes.addAll(frames);
        writer.writePes(track, pes, flags, pcr);
        pes.clear();
        frames.clear();
        scratch.clear();
    }

    private long clockFor(MuxTrack track, AccessUnit unit, long nowNs) {
        if (!unit.timed()) {
            return PacketWriter.NO_PCR;
        }
        track.onUnit(unit.dtsTicks(), nowNs);
        clock.release();
        if (clock.isAheadOf(unit.dtsTicks()) && track.isActive(nowNs)) {
            lateUnits++;
            setLeadTicks(Math.max(leadTicks, clock.leadFor(unit.dtsTicks())));
        }
        if (track == clockTrack) {
            return clock.atUnit(unit.dtsTicks(), track.stepTicks(), nowNs);
        }
        startClockWithout(unit, nowNs);
        return PacketWriter.NO_PCR;
    }

    /** A track that is announced and never comes must not keep the clock from running: another's unit starts it. */
    private void startClockWithout(AccessUnit unit, long nowNs) {
        if (clock.isStarted() || clockTrack == null || unit.track().kind() == MediaKind.DATA) {
            return;
        }
        if (!hasWaited) {
            hasWaited = true;
            waitingSinceNs = nowNs;
        } else if (nowNs - waitingSinceNs >= CLOCK_PATIENCE_NS) {
            long pcr = clock.atUnit(unit.dtsTicks(), 0, nowNs);
            if (pcr != PacketWriter.NO_PCR) {
                writer.writePcr(clockTrack, 0, pcr);
            }
        }
    }

    /** The earliest DTS that is still to come; without any track to wait for, time stands still. */
    private long ceilingTicks(long nowNs) {
        long ceiling = Long.MAX_VALUE;
        for (int i = 0; i < carried.size(); i++) {
            MuxTrack track = carried.get(i);
            if (track.isActive(nowNs)) {
                ceiling = Math.min(ceiling, track.nextDtsTicks());
            }
        }
        return ceiling == Long.MAX_VALUE ? Long.MIN_VALUE : ceiling;
    }

    private @Nullable MuxTrack find(Track wanted) {
        for (int i = 0; i < carried.size(); i++) {
            MuxTrack candidate = carried.get(i);
            if (candidate.track() == wanted) {
                return candidate;
            }
        }
        return findById(wanted);
    }

    /** A unit from before the last change of its track still bears the former object. */
    private @Nullable MuxTrack findById(Track wanted) {
        for (int i = 0; i < carried.size(); i++) {
            Track candidate = carried.get(i).track();
            if (candidate != null && candidate.id() == wanted.id() && candidate.format().getClass() == wanted.format().getClass()) {
                return carried.get(i);
            }
        }
        return null;
    }

    private static AccessUnit unitAt(@Nullable AccessUnit[] units, int index) {
        AccessUnit unit = units[index];
        if (unit == null) {
            throw new IllegalStateException("no unit at " + index);
        }
        return unit;
    }
}
