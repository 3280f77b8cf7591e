package io.holdover.media.mpegts;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.Ac3Format;
import io.holdover.media.DtsFormat;
import io.holdover.media.Eac3Format;
import io.holdover.media.H264Format;
import io.holdover.media.H265Format;
import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.Mpeg4VideoFormat;
import io.holdover.media.MpegAudioFormat;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;
import io.holdover.media.OpaqueFormat.Content;
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.Track;
import io.holdover.media.TrackFormat;
import io.holdover.media.codec.FrameSyntax;
import io.holdover.media.codec.PictureSyntax;
import io.holdover.media.codec.aac.AdtsFrames;
import io.holdover.media.codec.aac.LatmFrames;
import io.holdover.media.codec.ac3.Ac3Frames;
import io.holdover.media.codec.dts.DtsFrames;
import io.holdover.media.codec.h264.H264Pictures;
import io.holdover.media.codec.h265.H265Pictures;
import io.holdover.media.codec.mpeg2video.Mpeg2Pictures;
import io.holdover.media.codec.mpeg4video.Mpeg4Pictures;
import io.holdover.media.codec.mpegaudio.MpegAudioFrames;
import io.holdover.media.codec.opus.OpusFrames;
import io.holdover.media.codec.smpte302m.Smpte302mFrames;

/**
 * An entry of the PMT, the format that it announces, and what reads its PID. One thread.
 *
 * @param entry of the PMT that opened it
 * @param announced the format that follows from the entry alone
 */
record ElementaryStream(ProgramMap.Entry entry, TrackFormat announced, TrackPort port, PidReader reader) {
    /** What a data stream's PES packets have until the first one shows it: private_stream_1. */
    private static final int PRIVATE_STREAM_1 = 0xBD;
    private static final int USER_PRIVATE = 0x80;
    private static final String HDMV = "HDMV";

    static ElementaryStream open(ProgramMap.Entry entry, String programRegistration, TrackPort.Owner owner, StreamClock clock,
            Tally tally) {
        TrackFormat announced = announced(entry, programRegistration);
        TrackPort port = new TrackPort(owner, new Track(entry.pid(), announced, entry.descriptors()));
        PidReader reader = switch (announced) {
            case H264Format _ -> video(port, new H264Pictures(), clock, tally);
            case H265Format _ -> video(port, new H265Pictures(), clock, tally);
            case Mpeg2VideoFormat format -> video(port, new Mpeg2Pictures(format.mpeg1()), clock, tally);
            case Mpeg4VideoFormat _ -> video(port, new Mpeg4Pictures(), clock, tally);
            case AacFormat format -> audio(port, switch (format.transport()) {
                case ADTS -> new AdtsFrames();
                case LATM -> new LatmFrames();
            }, clock, tally);
            case OpusFormat format -> audio(port, new OpusFrames(format), clock, tally);
            case MpegAudioFormat _ -> audio(port, new MpegAudioFrames(), clock, tally);
            case Ac3Format _ -> audio(port, new Ac3Frames(false), clock, tally);
            case Eac3Format _ -> audio(port, new Ac3Frames(true), clock, tally);
            case DtsFormat _ -> audio(port, new DtsFrames(), clock, tally);
            case Smpte302mFormat _ -> audio(port, new Smpte302mFrames(), clock, tally);
            case OpaqueFormat format -> switch (format.carriage()) {
                case SECTION -> new SectionReader(new SectionCarrier(port, clock, tally), SectionReader.ANY_TABLE, tally);
                case PES -> isCarriageKnown(entry.streamType())
                        ? new PesReader(new OpaqueReader(port, format, clock, tally), true, clock, tally)
                        : new UnknownReader(port, format, clock, tally);
            };
        };
        return new ElementaryStream(entry, announced, port, reader);
    }

    /** Whether this goes on as the stream of another map's entry. */
    boolean carries(ProgramMap.Entry other, String programRegistration) {
        return entry.streamType() == other.streamType() && announced.equals(announced(other, programRegistration));
    }

    private static PidReader video(TrackPort port, PictureSyntax syntax, StreamClock clock, Tally tally) {
        return new PesReader(new VideoReader(port, syntax, tally), false, clock, tally);
    }

    private static PidReader audio(TrackPort port, FrameSyntax syntax, StreamClock clock, Tally tally) {
        return new PesReader(new AudioReader(port, syntax, tally), false, clock, tally);
    }

    private static boolean isCarriageKnown(int streamType) {
        return streamType == StreamType.PRIVATE_PES || streamType == StreamType.METADATA_PES;
    }

    /** What an entry says of its codec. */
    static TrackFormat announced(ProgramMap.Entry entry, String programRegistration) {
        return switch (entry.streamType()) {
            case StreamType.MPEG1_VIDEO -> Mpeg2VideoFormat.unknown(true);
            case StreamType.MPEG2_VIDEO -> Mpeg2VideoFormat.unknown(false);
            case StreamType.MPEG4_VIDEO -> Mpeg4VideoFormat.unknown();
            case StreamType.H264 -> H264Format.unknown();
            case StreamType.H265 -> H265Format.unknown();
            case StreamType.MPEG1_AUDIO, StreamType.MPEG2_AUDIO -> MpegAudioFormat.unknown();
            case StreamType.AAC_ADTS -> AacFormat.unknown(Transport.ADTS);
            case StreamType.AAC_LATM -> AacFormat.unknown(Transport.LATM);
            case StreamType.AC3 -> Ac3Format.unknown();
            case StreamType.EAC3 -> Eac3Format.unknown();
            case StreamType.DTS, StreamType.DTS_8_CHANNELS -> DtsFormat.unknown();
            default -> {
                TrackFormat known = HDMV.equals(programRegistration) ? ofBluRay(entry.streamType()) : null;
                yield known != null ? known : ofDescriptors(entry);
            }
        };
    }

    private static @Nullable TrackFormat ofBluRay(int streamType) {
        return switch (streamType) {
            case StreamType.EAC3_HDMV, StreamType.EAC3_HDMV_SECONDARY -> Eac3Format.unknown();
            case StreamType.DTS_HD, StreamType.SCTE35, StreamType.DTS_HDMV_SECONDARY -> DtsFormat.unknown();
            default -> null;
        };
    }

    private static TrackFormat ofDescriptors(ProgramMap.Entry entry) {
        if (entry.streamType() == StreamType.PRIVATE_PES || entry.streamType() >= USER_PRIVATE) {
            switch (entry.descriptors().registration()) {
                case "AC-3" -> {
                    return Ac3Format.unknown();
                }
                case "EAC3" -> {
                    return Eac3Format.unknown();
                }
                case "DTS1", "DTS2", "DTS3" -> {
                    return DtsFormat.unknown();
                }
                case "Opus" -> {
                    return opus(entry);
                }
                case "BSSD" -> {
                    return Smpte302mFormat.unknown();
                }
                case "HEVC" -> {
                    return H265Format.unknown();
                }
                default -> {
                }
            }
        }
        if (entry.streamType() == StreamType.PRIVATE_PES) {
            if (entry.descriptors().has(DescriptorTag.AC3)) {
                return Ac3Format.unknown();
            }
            if (entry.descriptors().has(DescriptorTag.ENHANCED_AC3)) {
                return Eac3Format.unknown();
            }
            if (entry.descriptors().has(DescriptorTag.DTS)) {
                return DtsFormat.unknown();
            }
            if (isOpusExtension(entry.descriptors().body(DescriptorTag.EXTENSION))) {
                return opus(entry);
            }
        }
        return opaque(entry);
    }

    private static boolean isOpusExtension(Octets body) {
        return body.length() >= 2 && body.at(0) == DescriptorTag.EXTENSION_OPUS;
    }

    /** Opus in MPEG-2 TS (draft 0.1.3) 4.2.3: channel_config_code; 0 is dual mono, 0x81 has channel_count behind it. */
    private static OpusFormat opus(ProgramMap.Entry entry) {
        Octets body = entry.descriptors().body(DescriptorTag.EXTENSION);
        if (!isOpusExtension(body)) {
            return new OpusFormat(0, -1);
        }
        int code = body.at(1);
        int channels = switch (code) {
            case 0 -> 2;
            case 1, 2, 3, 4, 5, 6, 7, 8 -> code;
            case 0x81 -> body.length() > 2 ? body.at(2) : 0;
            default -> 0;
        };
        return new OpusFormat(channels, code);
    }

    private static OpaqueFormat opaque(ProgramMap.Entry entry) {
        return switch (entry.streamType()) {
            case StreamType.PRIVATE_SECTIONS, StreamType.DSMCC_A, StreamType.DSMCC_B, StreamType.DSMCC_C, StreamType.DSMCC_D,
                    StreamType.SL_SECTIONS, StreamType.SYNCHRONIZED_DOWNLOAD, StreamType.METADATA_SECTIONS ->
                new OpaqueFormat(Content.OTHER, entry.streamType(), Carriage.SECTION, 0, false, 0);
            case StreamType.SCTE35 -> new OpaqueFormat(Content.SCTE_35, entry.streamType(), Carriage.SECTION, 0, false, 0);
            default -> new OpaqueFormat(content(entry), entry.streamType(), Carriage.PES, PRIVATE_STREAM_1, false, 0);
        };
    }

    private static Content content(ProgramMap.Entry entry) {
        if (entry.descriptors().registration().equals("KLVA") || entry.streamType() == StreamType.METADATA_PES) {
            return Content.KLV;
        }
        if (entry.descriptors().has(DescriptorTag.SUBTITLING)) {
            return Content.DVB_SUBTITLE;
        }
        if (entry.descriptors().has(DescriptorTag.TELETEXT) || entry.descriptors().has(DescriptorTag.VBI_TELETEXT)) {
            return Content.DVB_TELETEXT;
        }
        return Content.OTHER;
    }
}
