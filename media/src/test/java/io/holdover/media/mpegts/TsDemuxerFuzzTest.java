package io.holdover.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.holdover.media.AccessUnit;
import io.holdover.media.Track;

/** Whatever bytes come: nothing is thrown, what comes out is in order, and it does not depend on how the bytes were divided. */
class TsDemuxerFuzzTest {
    private static final int PID = 0x100;
    private static final int[] STREAM_TYPES = {StreamType.H264, StreamType.H265, StreamType.MPEG2_VIDEO, StreamType.MPEG4_VIDEO,
        StreamType.AAC_ADTS,
        StreamType.AAC_LATM, StreamType.MPEG1_AUDIO, StreamType.AC3, StreamType.EAC3, StreamType.DTS, StreamType.PRIVATE_SECTIONS, 0xC5};
    private static final String[] REGISTRATIONS = {"05044f7075737f028002", "050442535344", "05044b4c5641"};

    @FuzzTest(maxDuration = "45s")
    void survivesAnyBytes(byte[] bytes) {
        judge(bytes);
    }

    /** Reaches the readers behind the tables: the first byte chooses the stream, each packet begins with a byte of flags. */
    @FuzzTest(maxDuration = "45s")
    void survivesAnyPayload(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        int choice = (bytes[0] & 0xFF) % (STREAM_TYPES.length + REGISTRATIONS.length);
        TsComposer.Stream stream = choice < STREAM_TYPES.length ? new TsComposer.Stream(STREAM_TYPES[choice], PID, "")
                : new TsComposer.Stream(StreamType.PRIVATE_PES, PID, REGISTRATIONS[choice - STREAM_TYPES.length]);
        TsComposer composer = new TsComposer().pat(1, TsComposer.PMT_PID).pmt(0, PID, stream).pcr(PID, 90_000, false);
        int at = 1;
        while (at < bytes.length) {
            int flags = bytes[at++];
            if ((flags & 4) != 0) {
                composer.lose(PID);
            }
            int room = (flags & 1) != 0 ? TsPacket.PAYLOAD_MAX_BYTES : Math.max(1, (flags & 0xFF) >> 3);
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + room));
            composer.piece(PID, (flags & 2) != 0, piece);
            at += room;
        }
        judge(composer.bytes());
    }

    private static void judge(byte[] bytes) {
        Demuxed whole = Demuxed.whole(bytes);
        List<Track> known = List.of();
        for (AccessUnit unit : whole.units) {
            assertThat(unit.ptsTicks()).isGreaterThanOrEqualTo(unit.dtsTicks());
            assertThat(unit.payload()).isNotEmpty();
            assertThat(unit.track().id()).isBetween(1, TsPacket.PID_NULL - 1);
        }
        for (List<Track> tracks : whole.announcements) {
            assertThat(tracks).isNotEqualTo(known);
            assertThat(tracks).hasSizeLessThanOrEqualTo(TsDemuxer.STREAMS_MAX);
            known = tracks;
        }
        Demuxed pieces = new Demuxed();
        for (int at = 0; at < bytes.length; at += 7) {
            pieces.demuxer.consume(ByteBuffer.wrap(bytes, at, Math.min(7, bytes.length - at)));
        }
        pieces.demuxer.endOfInput();
        assertThat(pieces.dumper.toString()).isEqualTo(whole.dumper.toString());
        assertThat(pieces.counters()).isEqualTo(whole.counters());
    }
}
