package io.holdover.media;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Prints tracks and access units as text, one line each: the form in which a demuxer's, a timeline's or a muxer's result is kept, compared
 * and reviewed. One
 * thread.
 *
 * <pre>
 * track 256 H264 1280x720 sps 27 bytes pps 6 bytes
 * unit 256 dts 126000 pts 133500 exact 48213 bytes crc 1a2b3c4d
 * </pre>
 */
public final class Dumper {
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Track> printed = new HashMap<>();

    /** Prints those tracks that are new or have another object than before, and those that are gone. */
    public void onTracks(List<Track> tracks) {
        printed.values().removeIf(track -> {
            boolean gone = tracks.stream().noneMatch(other -> other.id() == track.id());
            if (gone) {
                line("gone " + track.id());
            }
            return gone;
        });
        for (Track track : tracks) {
            print(track);
        }
    }

    /** Prints a unit, and first its track if that was not printed yet. */
    public void onAccessUnit(AccessUnit unit) {
        print(unit.track());
        CRC32 crc = new CRC32();
        crc.update(unit.payload());
        line(String.format(Locale.ROOT, "unit %d dts %d pts %d%s%s%s%s %d bytes crc %08x", unit.track().id(), unit.dtsTicks(),
                unit.ptsTicks(), switch (unit.randomAccess()) {
                    case NONE -> "";
                    case EXACT -> " exact";
                    case GRADUAL -> " gradual " + unit.recoveryFrameCount();
                }, unit.durationSamples() == 0 ? "" : " samples " + unit.durationSamples(), unit.timed() ? "" : " untimed",
                unit.damaged() ? " damaged" : "", unit.payload().length, crc.getValue()));
    }

    /** Everything printed so far. */
    @Override
    public String toString() {
        return text.toString();
    }

    @SuppressWarnings("ReferenceEquality") // A new object is an event of its own.
    private void print(Track track) {
        Track before = printed.put(track.id(), track);
        if (before == track) {
            return;
        }
        String language = track.descriptors().language();
        String descriptors = track.descriptors().loop().isEmpty() ? "" : " descriptors " + track.descriptors().loop();
        line("track " + track.id() + " " + track.format().codecName() + " " + describe(track.format()) + descriptors
                + (language.isEmpty() ? "" : " " + language));
    }

    private static String describe(TrackFormat format) {
        return switch (format) {
            case H264Format video -> size(video) + " sps " + video.sps() + " pps " + video.pps();
            case H265Format video -> size(video) + " vps " + video.vps() + " sps " + video.sps() + " pps " + video.pps();
            case Mpeg2VideoFormat video -> size(video) + (video.mpeg1() ? " mpeg1" : " mpeg2") + " header " + video.sequenceHeader();
            case Mpeg4VideoFormat video -> size(video) + " config " + video.config();
            case AacFormat audio -> sound(audio) + " config " + audio.audioSpecificConfig() + (audio.mpeg2Id() ? " mpeg2" : "")
                    + (audio.crcPresent() ? " crc" : "") + (audio.rawDataBlocks() > 1 ? " blocks " + audio.rawDataBlocks() : "")
                    + (audio.streamMuxConfigBits() > 0 ? " mux " + audio.streamMuxConfig() + "/" + audio.streamMuxConfigBits() : "");
            case OpusFormat audio -> sound(audio) + " mapping " + audio.channelConfigCode();
            case MpegAudioFormat audio -> sound(audio) + " layer " + audio.layer();
            case Ac3Format audio -> sound(audio);
            case Eac3Format audio -> sound(audio);
            case DtsFormat audio -> sound(audio);
            case Smpte302mFormat audio -> sound(audio) + " bits " + audio.bitsPerSample();
            case OpaqueFormat data -> String.format(Locale.ROOT, "type 0x%02x id 0x%02x %s%s header %d", data.streamType(), data.streamId(),
                    data.carriage(), data.dataAlignment() ? " aligned" : "", data.pesHeaderDataLength());
        };
    }

    private static String size(VideoFormat video) {
        return video.width() + "x" + video.height();
    }

    private static String sound(AudioFormat audio) {
        return audio.sampleRateHz() + " Hz " + audio.channels() + " ch";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
