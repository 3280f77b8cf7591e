package io.holdover.stream.packaging;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.mpegts.TsMuxer;
import io.holdover.media.mpegts.TsPacket;
import io.holdover.media.mpegts.TsPacketTarget;
import io.holdover.stream.fanout.AccessUnitRing;
import io.holdover.stream.fanout.ChunkRing;

/**
 * Makes the units of a stream into the chunks of a transport stream, once for all readers: a cursor on the {@link AccessUnitRing} that
 * fills a
 * {@link ChunkRing}. It lives as long as anybody reads. Stream thread only.
 *
 * <p>A chunk leaves when it is full or its first packet has waited; at each join point a new one begins with PAT and PMT.
 */
public final class TsPackager {

    /** {@link #nextDeadlineNs()} when nothing is due before the next unit. */
    public static final long NEVER_NS = TsMuxer.NEVER_NS;

    /** A chunk leaves at most 5 ms after its first packet: 3 here, the tick of the loop's timers and its batch take the rest. */
    static final long CHUNK_WAIT_NS = 3_000_000L;

    /** PAT and PMT at least this often: ETSI TR 101 290 1.3 and 1.5 ask for 500 ms, players join quicker with 100. */
    static final long TABLES_INTERVAL_NS = 100_000_000L;

    /** A bundle is muxed in parts beyond this; 360 ms of AAC are 17 frames. */
    static final int MAX_BUNDLE_UNITS = 256;

    private static final int PACKETS_PER_CHUNK = ChunkRing.CHUNK_BYTES / TsPacket.SIZE_BYTES;

    /**
     * A clock packet that is written behind its time bears the time it is written at, up to the limit of 40 ms that its 4 ms of margin
     * leave.
     */
    private static final long CLOCK_DELAY_NS = 4_000_000L;

    // For as long as anybody reads
    private final AccessUnitRing units;
    private final ChunkRing chunks = new ChunkRing();
    private final TsMuxer muxer = new TsMuxer(new OpenChunk());

    // Position
    private long next;
    private long timeNs = Long.MIN_VALUE;
    private boolean joinForced;

    // Tables
    private long tablesNs;
    private boolean tablesPending = true;

    // The open chunk
    private int openPackets;
    private long openOriginNs;
    private boolean openIsJoinPoint;
    private byte[] openArray;

    // Scratch
    private final @Nullable AccessUnit[] bundle = new @Nullable AccessUnit[MAX_BUNDLE_UNITS];

    /**
     * @param firstUnit the number of the unit to begin with
     * @param leadTicks how far the clock is to be behind the units
     */
    public TsPackager(AccessUnitRing units, List<Track> tracks, long firstUnit, long leadTicks) {
        this.units = units;
        this.next = firstUnit;
        this.openArray = chunks.openArray();
        muxer.setLeadTicks(leadTicks);
        setTracks(tracks);
    }

    /** What the readers read. */
    public ChunkRing chunks() {
        return chunks;
    }

    /** The tracks from the next unit on. What came before must have been pumped. */
    public void setTracks(List<Track> tracks) {
        muxer.setTracks(tracks);
        tablesPending = true;
    }

    /** How far the clock is to be behind the units; it never comes nearer. */
    public void raiseLeadTicks(long leadTicks) {
        if (leadTicks > muxer.leadTicks()) {
            muxer.setLeadTicks(leadTicks);
        }
    }

    /** The next unit becomes a join point whatever it is. */
    public void joinAtNextUnit() {
        joinForced = true;
    }

    /** Packages all units that have come. */
    public void pump() {
        next = Math.max(next, units.oldest());
        while (next < units.head()) {
            AccessUnit unit = units.unit(next);
            advanceTo(units.arrivalNs(next));
            prepareFor(unit, units.isJoinPoint(next));
            int count = gatherBundle(unit);
            muxer.write(bundle, count, timeNs);
            Arrays.fill(bundle, 0, count, null);
            next += count;
            publishIfFull();
        }
    }

    /** When {@link #onTimer} wants to be called. */
    public long nextDeadlineNs() {
        long chunkNs = openPackets > 0 ? openOriginNs + CHUNK_WAIT_NS : NEVER_NS;
        return Math.min(chunkNs, muxer.nextClockNs());
    }

    /** Does what is due by time: the clock's packets, and the chunk that has waited. */
    public void onTimer(long nowNs) {
        advanceTo(nowNs);
    }

    /** The open chunk leaves now. */
    public void flush() {
        publishOpen();
    }

    /** Units that could not be packaged. */
    public long ignoredUnits() {
        return muxer.ignoredUnits();
    }

    /** Everything that was due until then happens as if a timer had rung: a backlog is packaged as it would have been live. */
    private void advanceTo(long untilNs) {
        long target = Math.max(untilNs, timeNs);
        long dueNs = muxer.nextClockNs();
        while (dueNs <= target) {
            timeNs = Math.max(timeNs, Math.min(target, dueNs + CLOCK_DELAY_NS));
            publishIfWaited();
            if (muxer.writeClock(timeNs)) {
                writeTablesIfDue();
                publishIfFull();
            }
            dueNs = muxer.nextClockNs();
        }
        timeNs = target;
        publishIfWaited();
    }

    private void prepareFor(AccessUnit unit, boolean isJoinPoint) {
        boolean joins = (isJoinPoint && (unit.randomAccess() != RandomAccess.NONE || tablesAreDue())) || joinForced;
        if (joins) {
            joinForced = false;
            publishOpen();
            openIsJoinPoint = true;
            writeTables();
        } else {
            writeTablesIfDue();
        }
    }

    private boolean tablesAreDue() {
        return tablesPending || timeNs - tablesNs >= TABLES_INTERVAL_NS;
    }

    private void writeTablesIfDue() {
        if (tablesAreDue()) {
            writeTables();
        }
    }

    private void writeTables() {
        tablesPending = false;
        tablesNs = timeNs;
        muxer.writeTables();
    }

    /** Audio frames of one track that arrived together. */
    private int gatherBundle(AccessUnit first) {
        bundle[0] = first;
        int count = 1;
        if (first.track().kind() != MediaKind.AUDIO) {
            return count;
        }
        while (count < MAX_BUNDLE_UNITS && next + count < units.head()) {
            AccessUnit unit = units.unit(next + count);
            if (unit.track() != first.track() || units.arrivalNs(next + count) != units.arrivalNs(next)) {
                break;
            }
            bundle[count++] = unit;
        }
        return count;
    }

    private void publishIfWaited() {
        if (openPackets > 0 && timeNs - openOriginNs >= CHUNK_WAIT_NS) {
            publishOpen();
        }
    }

    private void publishIfFull() {
        if (openPackets == PACKETS_PER_CHUNK) {
            publishOpen();
        }
    }

    private void publishOpen() {
        if (openPackets > 0) {
            chunks.publish(openPackets * TsPacket.SIZE_BYTES, openOriginNs, openIsJoinPoint);
            openPackets = 0;
            openIsJoinPoint = false;
            openArray = chunks.openArray();
        }
    }

    /** The muxer writes straight into the ring. */
    private final class OpenChunk implements TsPacketTarget {

        @Override
        public int claim() {
            publishIfFull();
            if (openPackets == 0) {
                openOriginNs = timeNs;
            }
            return chunks.openOffset() + openPackets++ * TsPacket.SIZE_BYTES;
        }

        @Override
        public byte[] array() {
            return openArray;
        }
    }
}
