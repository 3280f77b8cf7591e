package io.holdover.stream.hold;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.MediaKind;
import io.holdover.media.Track;

/** Which filler stands behind which track. What a filler knows stays as long as the codec does. Stateless. */
final class Fillers {

    private Fillers() {
    }

    /** One for each sound track, in their order. */
    static List<AudioFiller> ofSound(List<Track> tracks, List<AudioFiller> former) {
        List<AudioFiller> next = new ArrayList<>();
        for (Track track : tracks) {
            if (track.kind() == MediaKind.AUDIO) {
                AudioFiller known = sound(track, former);
                AudioFiller filler = known != null && isSameCodec(known.track(), track) ? known : new AudioFiller(track);
                filler.renew(track);
                next.add(filler);
            }
        }
        return next;
    }

    /** One for each video track, in their order. */
    static List<VideoFiller> ofPictures(List<Track> tracks, List<VideoFiller> former) {
        List<VideoFiller> next = new ArrayList<>();
        for (Track track : tracks) {
            if (track.kind() == MediaKind.VIDEO) {
                VideoFiller known = pictures(track, former);
                VideoFiller filler = known != null && isSameCodec(known.track(), track) ? known : new VideoFiller(track);
                filler.renew(track);
                next.add(filler);
            }
        }
        return next;
    }

    private static boolean isSameCodec(Track former, Track track) {
        return former.format().codecName().equals(track.format().codecName());
    }

    /** The one of that sound track. */
    static @Nullable AudioFiller sound(Track track, List<AudioFiller> fillers) {
        for (int i = 0; i < fillers.size(); i++) {
            if (fillers.get(i).track().id() == track.id()) {
                return fillers.get(i);
            }
        }
        return null;
    }

    /** The one of that video track. */
    static @Nullable VideoFiller pictures(Track track, List<VideoFiller> fillers) {
        for (int i = 0; i < fillers.size(); i++) {
            if (fillers.get(i).track().id() == track.id()) {
                return fillers.get(i);
            }
        }
        return null;
    }
}
