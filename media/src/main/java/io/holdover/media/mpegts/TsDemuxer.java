package io.holdover.media.mpegts;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.Octets;
import io.holdover.media.Track;

/**
 * Bytes of a transport stream in any arrival pattern in, tracks and access units out; survives anything (ISO/IEC 13818-1). Carries the
 * first program of the
 * PAT. What comes out depends on the bytes alone, not on how they were divided. One thread at a time.
 */
public final class TsDemuxer {
    /** Elementary streams of a program that are carried; a PMT section has room for 200. */
    public static final int STREAMS_MAX = 64;
    /** The largest video unit that is carried, the largest of an audio codec, and the largest opaque PES payload. */
    public static final int VIDEO_UNIT_MAX_BYTES = VideoReader.UNIT_MAX_BYTES;
    public static final int AUDIO_UNIT_MAX_BYTES = AudioReader.UNIT_MAX_BYTES;
    public static final int OPAQUE_UNIT_MAX_BYTES = OpaqueReader.UNIT_MAX_BYTES;

    /** Where results go, on the thread that calls {@link #consume}. */
    public interface Output {
        /**
         * The tracks of the program, each time one of them is added, removed or replaced by a new object of the same id; comes before the
         * first unit
         * that carries the new object. The first call follows the first PMT.
         */
        void onTracks(List<Track> tracks);

        /** A unit as early as it is known to be complete, in the order of completion. */
        void onAccessUnit(AccessUnit unit);

        /**
         * A program clock reference.
         *
         * @param pcrTicks 90 kHz, unwrapped with the same reference as every DTS
         * @param discontinuity {@code discontinuity_indicator}: the clock jumped here, and it is meant
         */
        void onPcr(long pcrTicks, boolean discontinuity);
    }

    /**
     * Changes of a track's format that are announced at once, and the packets it takes to earn another: announcing costs more than a
     * packet does.
     */
    static final int REPLACEMENTS_MAX = 2 * STREAMS_MAX;
    static final int PACKETS_PER_REPLACEMENT = 64;

    /** table_id to last_section_number and CRC_32. */
    private static final int TABLE_MIN_BYTES = 12;

    // For life
    private final Output out;
    private final Tally tally = new Tally();
    private final StreamClock clock = new StreamClock();
    private final TransportSync sync = new TransportSync(this::packet, tally);
    private final @Nullable PidState[] pids = new PidState[TsPacket.PID_COUNT];
    private final TrackPort.Owner owner = new TrackPort.Owner() {
        @Override
        public boolean mayReplaceTrack() {
            return TsDemuxer.this.mayReplaceTrack();
        }

        @Override
        public void trackReplaced() {
            announce();
        }

        @Override
        public void deliver(AccessUnit unit) {
            TsDemuxer.this.deliver(unit);
        }
    };

    private long replacements;

    // Until the PAT changes
    private int programNumber = -1;
    private int mapPid = -1;

    // Until the PMT changes
    private Octets mapSection = Octets.empty();
    private String programRegistration = "";
    private int pcrPid = TsPacket.PID_NULL;
    private Map<Integer, ElementaryStream> streams = new LinkedHashMap<>();

    // Per packet
    private boolean discontinuity;
    private boolean stuffed;

    public TsDemuxer(Output out) {
        this.out = out;
        pids[TsPacket.PID_PAT] = new PidState(new SectionReader(this::programList, ProgramList.TABLE_ID, tally));
    }

    /** Takes all remaining bytes: any number, any alignment, packets of 188, 192 or 204 bytes. The buffer may be reused afterwards. */
    public void consume(ByteBuffer bytes) {
        sync.consume(bytes);
    }

    /** The transport lost something here. A hint only: continuity counters find it too, but not what a packet that was cut is missing. */
    public void onGap() {
        sync.gap();
    }

    /** Delivers what is pending. Input may go on afterwards; it continues nothing then. */
    public void endOfInput() {
        sync.finish();
        for (PidState pid : pids) {
            if (pid != null) {
                pid.end();
            }
        }
    }

    /** A snapshot. */
    public TsDemuxerCounters counters() {
        return tally.snapshot();
    }

    private void packet(byte[] bytes, int offset) {
        tally.packets++;
        if (TsPacket.transportError(bytes, offset)) {
            tally.transportErrors++;
            return;
        }
        int pid = TsPacket.pid(bytes, offset);
        PidState state = pids[pid];
        if (state == null && pid != pcrPid) {
            if (pid == TsPacket.PID_NULL) {
                tally.nullPackets++;
            } else {
                tally.foreignPackets++;
            }
            return;
        }
        int payload = offset + TsPacket.HEADER_BYTES;
        discontinuity = false;
        stuffed = false;
        if (TsPacket.hasAdaptationField(bytes, offset)) {
            int length = adaptationField(bytes, payload, pid);
            if (length < 0) {
                tally.malformedPackets++;
                return;
            }
            payload += length;
        }
        if (state == null || !TsPacket.hasPayload(bytes, offset) || !state.advance(bytes, offset, discontinuity, tally)) {
            return;
        }
        if (TsPacket.scrambled(bytes, offset)) {
            tally.scrambledPackets++;
            state.reader().gap(1);
            return;
        }
        state.reader().packet(bytes, payload, offset + TsPacket.SIZE_BYTES, TsPacket.payloadUnitStart(bytes, offset), stuffed);
    }

    /** adaptation_field(), ISO/IEC 13818-1 2.4.3.4. Returns its length, or -1 if it does not fit. */
    private int adaptationField(byte[] bytes, int from, int pid) {
        int length = bytes[from] & 0xFF; // adaptation_field_length
        if (length > TsPacket.PAYLOAD_MAX_BYTES - 1) {
            return -1;
        }
        if (length == 0) {
            stuffed = true; // A single stuffing byte.
            return 1;
        }
        int flags = bytes[from + 1] & 0xFF;
        discontinuity = (flags & 0x80) != 0; // discontinuity_indicator
        int used = 1;
        if ((flags & 0x10) != 0) { // PCR_flag
            if (length < used + 6) {
                return -1;
            }
            if (pid == pcrPid) {
                programClock(bytes, from + 1 + used);
            }
            used += 6;
        }
        used += (flags & 0x08) != 0 ? 6 : 0; // OPCR_flag
        used += (flags & 0x04) != 0 ? 1 : 0; // splicing_point_flag
        if ((flags & 0x02) != 0 && used < length) { // transport_private_data_flag
            used += 1 + (bytes[from + 1 + used] & 0xFF);
        }
        if ((flags & 0x01) != 0 && used < length) { // adaptation_field_extension_flag
            used += 1 + (bytes[from + 1 + used] & 0xFF);
        }
        stuffed = used < length;
        return 1 + length;
    }

    /** program_clock_reference_base 33 bits; the extension counts less than a tick. */
    private void programClock(byte[] bytes, int at) {
        long base = (bytes[at] & 0xFFL) << 25 | (bytes[at + 1] & 0xFFL) << 17 | (bytes[at + 2] & 0xFFL) << 9 | (bytes[at + 3] & 0xFFL) << 1
                | (bytes[at + 4] & 0xFFL) >> 7;
        if (discontinuity) {
            tally.pcrDiscontinuities++;
        }
        out.onPcr(clock.unwrap(base), discontinuity);
    }

    /** Whether a table is whole, valid now and not damaged. */
    private boolean acceptsTable(byte[] bytes, int from, int to) {
        if (to - from < TABLE_MIN_BYTES || Crc32Mpeg.of(bytes, from, to - from) != 0) {
            tally.sectionErrors++;
            return false;
        }
        return (bytes[from + 5] & 1) != 0; // current_next_indicator
    }

    private void programList(byte[] bytes, int from, int to) {
        if (!acceptsTable(bytes, from, to) || bytes[from + 6] != 0) {
            return; // Of several sections (section_number), the first has the first program.
        }
        ProgramList list = ProgramList.parse(bytes, from, to, programNumber);
        if (list == null || (list.programNumber() == programNumber && list.mapPid() == mapPid)) {
            return;
        }
        if (list.mapPid() == TsPacket.PID_PAT || list.mapPid() == TsPacket.PID_NULL) {
            tally.sectionErrors++;
            return;
        }
        tally.ignoredPrograms = list.programs() - 1L;
        closeProgram();
        programNumber = list.programNumber();
        mapPid = list.mapPid();
        pids[mapPid] = new PidState(new SectionReader(this::programMap, ProgramMap.TABLE_ID, tally));
    }

    private void closeProgram() {
        for (ElementaryStream stream : streams.values()) {
            close(stream);
        }
        streams = new LinkedHashMap<>();
        if (mapPid >= 0) {
            pids[mapPid] = null;
        }
        mapSection = Octets.empty();
        pcrPid = TsPacket.PID_NULL;
    }

    private void close(ElementaryStream stream) {
        stream.reader().end();
        pids[stream.entry().pid()] = null;
    }

    private void programMap(byte[] bytes, int from, int to) {
        if (mapSection.matches(bytes, from, to - from) || !acceptsTable(bytes, from, to)) {
            return;
        }
        ProgramMap map = ProgramMap.parse(bytes, from, to);
        if (map == null) {
            tally.sectionErrors++;
            return;
        }
        if (map.programNumber() != programNumber) {
            return; // Several programs may share the PID of their maps.
        }
        boolean first = mapSection.isEmpty();
        mapSection = Octets.of(bytes, from, to - from);
        boolean changed = replaceStreams(map);
        pcrPid = map.pcrPid();
        if (first || changed) {
            announce();
        }
    }

    /** Opens, closes and keeps streams as the map says, in its order; whether any of them changed. */
    private boolean replaceStreams(ProgramMap map) {
        programRegistration = map.descriptors().registration();
        Map<Integer, ProgramMap.Entry> wanted = wantedEntries(map);
        boolean changed = false;
        for (ElementaryStream stream : List.copyOf(streams.values())) {
            ProgramMap.Entry entry = wanted.get(stream.entry().pid());
            if (entry == null || !stream.carries(entry, programRegistration)) {
                close(stream);
                streams.remove(stream.entry().pid());
                changed = true;
            }
        }
        Map<Integer, ElementaryStream> ordered = new LinkedHashMap<>();
        for (ProgramMap.Entry entry : wanted.values()) {
            ElementaryStream stream = streams.get(entry.pid());
            if (stream == null) {
                stream = ElementaryStream.open(entry, programRegistration, owner, clock, tally);
                pids[entry.pid()] = new PidState(stream.reader());
                changed = true;
            } else {
                changed |= stream.port().describe(entry.descriptors());
            }
            ordered.put(entry.pid(), stream);
        }
        streams = ordered;
        return changed;
    }

    private Map<Integer, ProgramMap.Entry> wantedEntries(ProgramMap map) {
        Map<Integer, ProgramMap.Entry> wanted = new LinkedHashMap<>();
        for (ProgramMap.Entry entry : map.entries()) {
            boolean usable = entry.pid() != TsPacket.PID_PAT && entry.pid() != mapPid && entry.pid() != TsPacket.PID_NULL;
            if (!usable || wanted.size() >= STREAMS_MAX || wanted.putIfAbsent(entry.pid(), entry) != null) {
                tally.ignoredStreams++;
            }
        }
        return wanted;
    }

    private boolean mayReplaceTrack() {
        long earned = tally.packets / PACKETS_PER_REPLACEMENT;
        replacements = Math.max(replacements, earned);
        if (replacements - earned >= REPLACEMENTS_MAX) {
            return false;
        }
        replacements++;
        return true;
    }

    private void announce() {
        List<Track> tracks = new ArrayList<>(streams.size());
        for (ElementaryStream stream : streams.values()) {
            tracks.add(stream.port().track());
        }
        out.onTracks(List.copyOf(tracks));
    }

    private void deliver(AccessUnit unit) {
        tally.units++;
        tally.damagedUnits += unit.damaged() ? 1 : 0;
        if (unit.timed()) {
            clock.delivered(unit.dtsTicks());
        }
        out.onAccessUnit(unit);
    }
}
