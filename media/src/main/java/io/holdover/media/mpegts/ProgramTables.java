package io.holdover.media.mpegts;

import java.util.Arrays;
import java.util.List;

import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.Track;

/** PAT and PMT of the one program that a {@link TsMuxer} writes, as finished sections. One thread at a time. */
final class ProgramTables {
    static final int PMT_PID = 0x1000;
    private static final int TRANSPORT_STREAM_ID = 1;
    private static final int PROGRAM_NUMBER = 1;
    private static final int PAT_TABLE_ID = 0x00;
    private static final int PMT_TABLE_ID = 0x02;
    private static final int CRC_BYTES = 4;
    /** ISO/IEC 13818-1 2.4.4.9: section_length is at most 1021, and 3 bytes come before it counts. */
    static final int MAX_SECTION_BYTES = 1024;

    // The sections
    private final byte[] pat = new byte[16];
    private byte[] pmt = new byte[0];
    private int pmtVersion = -1;

    ProgramTables() {
        int position = sectionHead(pat, PAT_TABLE_ID, pat.length, TRANSPORT_STREAM_ID, 0);
        pat[position] = PROGRAM_NUMBER >> 8;
        pat[position + 1] = PROGRAM_NUMBER;
        pat[position + 2] = (byte) (0xE0 | PMT_PID >> 8);
        pat[position + 3] = (byte) PMT_PID;
        crc(pat, pat.length);
    }

    byte[] pat() {
        return pat;
    }

    byte[] pmt() {
        return pmt;
    }

    /** Makes the PMT anew; its version goes up only if something in it is different. */
    void describe(List<MuxTrack> tracks, int pcrPid) {
        byte[] section = new byte[MAX_SECTION_BYTES];
        int position = 8;
        position = word(section, position, 0xE000 | pcrPid);
        Octets programInfo = carriesSpliceInformation(tracks) ? TrackAnnouncement.registration("CUEI") : Octets.empty(); // SCTE 35 8.1
        position = word(section, position, 0xF000 | programInfo.length());
        position = programInfo.copyTo(section, position);
        int essential = 0;
        for (MuxTrack track : tracks) {
            essential += 5 + announcement(track).own().length();
        }
        int spare = MAX_SECTION_BYTES - CRC_BYTES - position - essential;
        for (MuxTrack track : tracks) {
            TrackAnnouncement announcement = announcement(track);
            Octets kept = announcement.kept().length() <= spare ? announcement.kept() : Octets.empty();
            spare -= kept.length();
            section[position++] = (byte) announcement.streamType();
            position = word(section, position, 0xE000 | track.pid());
            position = word(section, position, 0xF000 | announcement.own().length() + kept.length());
            position = announcement.own().copyTo(section, position);
            position = kept.copyTo(section, position);
        }
        int length = position + CRC_BYTES;
        if (isNew(section, length)) {
            pmtVersion = pmtVersion + 1 & 0x1F;
            sectionHead(section, PMT_TABLE_ID, length, PROGRAM_NUMBER, pmtVersion);
            crc(section, length);
            pmt = Arrays.copyOf(section, length);
        }
    }

    /** Bytes that a track cannot do without in the PMT. */
    static int essentialBytes(Track track) {
        return 5 + TrackAnnouncement.of(track).own().length();
    }

    private static TrackAnnouncement announcement(MuxTrack track) {
        Track carried = track.track();
        if (carried == null) {
            throw new IllegalStateException("PID " + track.pid() + " carries nothing");
        }
        return TrackAnnouncement.of(carried);
    }

    private static boolean carriesSpliceInformation(List<MuxTrack> tracks) {
        for (MuxTrack track : tracks) {
            Track carried = track.track();
            if (carried != null && carried.format() instanceof OpaqueFormat opaque && opaque.carriage() == OpaqueFormat.Carriage.SECTION
                    && opaque.streamType() == StreamType.SCTE35) {
                return true;
            }
        }
        return false;
    }

    /** Whether the part behind the head differs, which holds everything but the version. */
    private boolean isNew(byte[] section, int length) {
        return pmt.length != length || !Arrays.equals(pmt, 8, length - CRC_BYTES, section, 8, length - CRC_BYTES);
    }

    /** ISO/IEC 13818-1 2.4.4.3, 2.4.4.9: table_id, section_length, id, version_number, current_next_indicator 1, section 0 of 0. */
    private static int sectionHead(byte[] section, int tableId, int length, int id, int version) {
        section[0] = (byte) tableId;
        word(section, 1, 0xB000 | length - 3);
        word(section, 3, id);
        section[5] = (byte) (0xC1 | version << 1);
        section[6] = 0;
        section[7] = 0;
        return 8;
    }

    private static void crc(byte[] section, int length) {
        int crc = Crc32Mpeg.of(section, 0, length - CRC_BYTES);
        word(section, length - 4, crc >>> 16);
        word(section, length - 2, crc);
    }

    private static int word(byte[] section, int position, int value) {
        section[position] = (byte) (value >> 8);
        section[position + 1] = (byte) value;
        return position + 2;
    }
}
