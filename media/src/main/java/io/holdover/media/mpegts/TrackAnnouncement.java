package io.holdover.media.mpegts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.holdover.media.AacFormat;
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
import io.holdover.media.OpusFormat;
import io.holdover.media.Smpte302mFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;

/**
 * How the PMT tells receivers what a track is. Own descriptors name the codec; the publisher's go along unless they could contradict them.
 *
 * @param streamType {@code stream_type}
 * @param own descriptors that a receiver needs
 * @param kept the publisher's: language and the like, left out when the table is full
 */
record TrackAnnouncement(int streamType, Octets own, Octets kept) {
    private static final int CA = 0x09; // ISO/IEC 13818-1 2.6.16: nothing here is scrambled
    /** ATSC A/52 annex A: MPEG-1 rates begin at 32 kHz, below is MPEG-2. */
    private static final int LOWEST_MPEG1_RATE_HZ = 32_000;
    private static final int OPUS_STEREO = 2;

    static TrackAnnouncement of(Track track) {
        TsDescriptors published = track.descriptors();
        return switch (track.format()) {
            case H264Format _ -> named(StreamType.H264, "", track);
            case H265Format _ -> named(StreamType.H265, "HEVC", track);
            case Mpeg2VideoFormat mpeg2 -> named(mpeg2.mpeg1() ? StreamType.MPEG1_VIDEO : StreamType.MPEG2_VIDEO, "", track);
            case Mpeg4VideoFormat _ -> named(StreamType.MPEG4_VIDEO, "", track);
            case AacFormat aac -> switch (aac.transport()) {
                case ADTS -> named(StreamType.AAC_ADTS, "", track);
                case LATM -> named(StreamType.AAC_LATM, "", track);
            };
            case MpegAudioFormat mpeg -> named(
                    mpeg.sampleRateHz() != 0 && mpeg.sampleRateHz() < LOWEST_MPEG1_RATE_HZ ? StreamType.MPEG2_AUDIO
                            : StreamType.MPEG1_AUDIO,
                    "",
                    track);
            // DVB names them by descriptor within private PES, ATSC by stream type; the publisher's world is kept.
            case Ac3Format _ -> named(published.has(DescriptorTag.AC3) ? StreamType.PRIVATE_PES : StreamType.AC3, "AC-3", track);
            case Eac3Format _ -> named(published.has(DescriptorTag.ENHANCED_AC3) ? StreamType.PRIVATE_PES : StreamType.EAC3, "EAC3", track);
            // Stream type 0x82 means something else to ATSC receivers: the registration alone is understood everywhere.
            case DtsFormat _ ->
                named(StreamType.PRIVATE_PES, published.registration().startsWith("DTS") ? published.registration() : "DTS1", track);
            case Smpte302mFormat _ -> named(StreamType.PRIVATE_PES, "BSSD", track);
            case OpusFormat opus -> opus(opus, track);
            case OpaqueFormat opaque -> new TrackAnnouncement(opaque.streamType(), published.loop(), Octets.empty());
        };
    }

    private static TrackAnnouncement named(int streamType, String registration, Track track) {
        return new TrackAnnouncement(streamType, registration(registration), keptOf(track.descriptors(), false));
    }

    private static TrackAnnouncement opus(OpusFormat format, Track track) {
        int code = format.channelConfigCode() >= 0 ? format.channelConfigCode() : format.channels() > 0 ? format.channels() : OPUS_STEREO;
        Octets published = track.descriptors().body(DescriptorTag.EXTENSION);
        // an explicit mapping follows the code
        boolean complete = published.length() > 2 && published.at(0) == DescriptorTag.EXTENSION_OPUS;
        byte[] extension = complete ? published.toArray() : new byte[]{(byte) DescriptorTag.EXTENSION_OPUS, (byte) code};
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        own.writeBytes(registration("Opus").toArray());
        own.write(DescriptorTag.EXTENSION);
        own.write(extension.length);
        own.writeBytes(extension);
        return new TrackAnnouncement(StreamType.PRIVATE_PES, Octets.of(own.toByteArray()), keptOf(track.descriptors(), true));
    }

    /** A registration descriptor, ISO/IEC 13818-1 2.6.8; nothing for an empty name. */
    static Octets registration(String formatIdentifier) {
        if (formatIdentifier.isEmpty()) {
            return Octets.empty();
        }
        byte[] bytes = new byte[6];
        bytes[0] = DescriptorTag.REGISTRATION;
        bytes[1] = 4;
        System.arraycopy(formatIdentifier.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 2, 4);
        return Octets.of(bytes);
    }

    private static Octets keptOf(TsDescriptors published, boolean opus) {
        byte[] loop = published.loop().toArray();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int position = 0;
        while (position + 2 <= loop.length) {
            int tag = loop[position] & 0xFF;
            int next = position + 2 + (loop[position + 1] & 0xFF);
            if (next > loop.length) {
                break;
            }
            boolean replaced = tag == DescriptorTag.REGISTRATION || tag == CA || (opus && tag == DescriptorTag.EXTENSION);
            if (!replaced) {
                kept.write(loop, position, next - position);
            }
            position = next;
        }
        return Octets.of(kept.toByteArray());
    }
}
