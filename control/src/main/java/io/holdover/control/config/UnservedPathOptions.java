package io.holdover.control.config;

import static io.holdover.control.config.Option.unserved;

import java.time.Duration;
import java.util.List;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.StructType.Field;

/** The lines of the table for options of paths that are understood, but have no effect yet. */
final class UnservedPathOptions {
    static final Option<Boolean> SOURCE_ON_DEMAND =
            of("sourceOnDemand", Types.BOOLEAN, false, "Whether a source is pulled only while somebody reads.");
    static final Option<String> SOURCE_REDIRECT =
            of("sourceRedirect", Types.TEXT, "", "With `source: redirect`: where readers are sent, `/path` or an RTSP address.");
    static final Option<Boolean> ALWAYS_AVAILABLE = of("alwaysAvailable", Types.BOOLEAN, false,
            "Whether a prepared segment runs while there is no publisher. Holdover's answer is `srtPersistOnDisconnect`.");

    static final Option<Boolean> RECORD = of("record", Types.BOOLEAN, false, "Whether the stream is recorded.");
    static final Option<String> RECORD_PATH = of("recordPath", Types.TEXT, "./recordings/%path/%Y-%m-%d_%H-%M-%S-%f",
            "How files are named: `%path`, `%Y %m %d %H %M %S %f %z %s`; the ending is added.");
    static final Option<String> RECORD_FORMAT = of("recordFormat", new WordType("mpegts", "fmp4"), "fmp4", "What kind of files.");
    static final Option<Duration> RECORD_PART_DURATION =
            of("recordPartDuration", Types.PERIOD, Duration.ofSeconds(1), "How much is lost at the most when the machine fails.");
    static final Option<Duration> RECORD_SEGMENT_DURATION =
            of("recordSegmentDuration", new DurationType(Duration.ZERO, Duration.ofDays(1)), Duration.ofHours(1),
                    "How long a file is at least.");
    static final Option<Duration> RECORD_DELETE_AFTER =
            of("recordDeleteAfter", Types.PERIOD, Duration.ofDays(1), "When files are deleted; 0s for never.");

    static final Option<String> RTSP_TRANSPORT = of("rtspTransport", new WordType("udp", "multicast", "tcp", "automatic"), "automatic",
            "What an RTSP source sends media over.");
    static final Option<Boolean> RTSP_ANY_PORT =
            of("rtspAnyPort", Types.BOOLEAN, false, "Whether an RTSP source may send from ports that it did not name.");

    private static final OptionType<String> CODEC = new WordType("AV1", "VP9", "H265", "Opus", "MPEG4Audio", "G711", "LPCM", "H264");

    static final List<Option<?>> ALL = List.of(
            of("sourceFingerprint", Types.FINGERPRINT, "", "The certificate of a source, if no authority vouches for it."),
            SOURCE_ON_DEMAND,
            of("sourceOnDemandStartTimeout", Types.PERIOD, Duration.ofSeconds(10), "How long readers wait for such a source."),
            of("sourceOnDemandCloseAfter", Types.PERIOD, Duration.ofSeconds(10), "How long it is pulled after the last reader."),
            of("useAbsoluteTimestamp", Types.BOOLEAN, false, "Whether a source's own wall-clock times are kept."),
            ALWAYS_AVAILABLE,
            of("alwaysAvailableTracks", new ListType<>(StructType.unread("tracks", "{codec: H264}",
                    new Field<>("codec", CODEC, ""), new Field<>("sampleRate", Types.COUNT, 0), new Field<>("channelCount", Types.COUNT, 0),
                    new Field<>("muLaw", Types.BOOLEAN, false))), List.of(), "The tracks of that segment."),
            of("alwaysAvailableFile", Types.FILE, "", "An MP4 file in place of that segment."),
            of("forward", new ListType<>(StructType.unread("destinations", "{dest: 'srt://host.example.org:8890'}",
                    new Field<>("dest", Types.URL, ""), new Field<>("destFingerprint", Types.FINGERPRINT, ""),
                    new Field<>("whipBearerToken", Types.TOKEN, ""))), List.of(), "Other servers that the stream is sent to."),
            RECORD, RECORD_PATH, RECORD_FORMAT, RECORD_PART_DURATION,
            of("recordMaxPartSize", Types.SIZE, 50L << 20, "How large a part of a file may become."),
            RECORD_SEGMENT_DURATION, RECORD_DELETE_AFTER,
            of("rtspDemuxMpegts", Types.BOOLEAN, false, "Whether MPEG-TS within RTSP is taken apart."),
            RTSP_TRANSPORT, RTSP_ANY_PORT,
            of("rtspRangeType", new WordType("", "clock", "npt", "smpte"), "", "How the start at an RTSP source is given."),
            of("rtspRangeStart", Types.TEXT, "", "Where to start at an RTSP source."),
            of("rtspScale", Types.TEXT, "", "How fast an RTSP source plays."),
            of("rtspUDPSourcePortRange", new ListType<>(new CountType(0, 65_535, "32768")), List.of(32_768, 60_999),
                    "From which ports an RTSP source is sent to."),
            of("rtpSDP", Types.TEXT, "", "The description of an RTP source."),
            of("moqTransport", new WordType("quic", "webtransport"), "quic", "What a MoQ source is pulled over."),
            of("whepBearerToken", Types.TOKEN, "", "The token for a WHEP source."),
            of("whepSTUNGatherTimeout", Types.PERIOD, Duration.ofSeconds(5), "How long addresses are gathered for a WHEP source."),
            of("whepHandshakeTimeout", Types.PERIOD, Duration.ofSeconds(10), "How long it may take to connect to a WHEP source."),
            of("whepTrackGatherTimeout", Types.PERIOD, Duration.ofSeconds(2), "How long its tracks are waited for."),
            SOURCE_REDIRECT,
            of("runOnRecordSegmentCreate", Types.COMMAND, "", "Runs once when a file of a recording is begun."),
            of("runOnRecordSegmentComplete", Types.COMMAND, "", "Runs once when a file of a recording is complete."));

    private UnservedPathOptions() {
    }

    private static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String doc) {
        return unserved(Scope.PATH, name, type, defaultValue, doc);
    }
}
