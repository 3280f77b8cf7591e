package io.holdover.stream.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AudioFormat;
import io.holdover.media.DataFormat;
import io.holdover.media.MediaKind;
import io.holdover.media.Track;
import io.holdover.media.TrackFormat;
import io.holdover.media.VideoFormat;

/**
 * Which track of a stream each track of a publication continues: by codec, then PID, then language, then order. Immutable.
 */
public final class TrackLayout {
    private final List<Track> arriving;
    private final @Nullable Track[] continued;
    private final List<Track> output;
    private final boolean identical;
    private final boolean changesCodec;

    private TrackLayout(List<Track> arriving, @Nullable Track[] continued, List<Track> output, boolean identical) {
        this.arriving = arriving;
        this.continued = continued;
        this.output = output;
        this.identical = identical;
        this.changesCodec = changesCodec(MediaKind.VIDEO) || changesCodec(MediaKind.AUDIO);
    }

    /** The first publication makes the stream's tracks. */
    public static TrackLayout of(List<Track> tracks) {
        return new TrackLayout(tracks, tracks.toArray(Track[]::new), tracks, true);
    }

    /** The tracks of a publication that continues a stream with those tracks. */
    public static TrackLayout continuing(List<Track> stream, List<Track> arriving) {
        @Nullable
        Track[] partners = new @Nullable Track[arriving.size()];
        boolean[] taken = new boolean[stream.size()];
        pair(stream, arriving, partners, taken, (a, b) -> a.id() == b.id());
        pair(stream, arriving, partners, taken, (a, b) -> a.descriptors().language().equals(b.descriptors().language()));
        pair(stream, arriving, partners, taken, (_, _) -> true);
        List<Track> output = new ArrayList<>(stream);
        for (int i = 0; i < partners.length; i++) {
            Track partner = partners[i];
            if (partner != null && isKnown(arriving.get(i).format()) && !partner.format().equals(arriving.get(i).format())) {
                Track renewed = partner.withFormat(arriving.get(i).format());
                output.set(output.indexOf(partner), renewed);
                partners[i] = renewed;
            }
        }
        return new TrackLayout(List.copyOf(arriving), partners, List.copyOf(output), false);
    }

    /** A format that was announced without a unit says nothing yet. */
    private static boolean isKnown(TrackFormat format) {
        return switch (format) {
            case VideoFormat video -> video.width() > 0;
            case AudioFormat audio -> audio.sampleRateHz() > 0;
            case DataFormat _ -> true;
        };
    }

    private static void pair(List<Track> stream, List<Track> arriving, @Nullable Track[] partners, boolean[] taken,
            BiPredicate<Track, Track> fits) {
        for (int i = 0; i < partners.length; i++) {
            for (int k = 0; k < taken.length && partners[i] == null; k++) {
                boolean sameCodec = stream.get(k).format().codecName().equals(arriving.get(i).format().codecName());
                if (!taken[k] && sameCodec && fits.test(stream.get(k), arriving.get(i))) {
                    taken[k] = true;
                    partners[i] = stream.get(k);
                }
            }
        }
    }

    /**
     * A publication on air announces its tracks anew.
     *
     * @param former the layout so far; null if there is none
     * @param stream the stream's tracks so far
     * @param keepsTracks whether those go on though the publication drops or replaces them
     */
    public static TrackLayout announced(@Nullable TrackLayout former, List<Track> stream, List<Track> announced, boolean keepsTracks) {
        boolean isOwn = former == null || former.identical;
        return isOwn && !(keepsTracks && losesAny(stream, announced)) ? of(announced) : continuing(stream, announced);
    }

    private static boolean losesAny(List<Track> stream, List<Track> announced) {
        return stream.stream().filter(track -> track.kind() != MediaKind.DATA).anyMatch(track -> announced.stream()
                .noneMatch(its -> its.id() == track.id() && its.format().codecName().equals(track.format().codecName())));
    }

    /** Whether the stream's tracks are the publication's own. */
    public boolean isIdentical() {
        return identical;
    }

    /** The stream's tracks from now on. */
    public List<Track> output() {
        return output;
    }

    /** The stream's track that goes on with this one of the publication; null if it is not wanted. */
    public @Nullable Track continuedBy(Track track) {
        if (identical) {
            return track;
        }
        for (int i = 0; i < continued.length; i++) {
            if (arriving.get(i).id() == track.id()) {
                return continued[i];
            }
        }
        return null;
    }

    private boolean continues(Track streamTrack) {
        return Arrays.asList(continued).contains(streamTrack);
    }

    /** Tracks of the publication that the stream has no place for. */
    public List<Track> ignored() {
        List<Track> ignored = new ArrayList<>();
        for (int i = 0; i < continued.length; i++) {
            if (continued[i] == null) {
                ignored.add(arriving.get(i));
            }
        }
        return ignored;
    }

    /** Sound and pictures of the stream that the publication has not announced. */
    public List<Track> missing() {
        return identical ? List.of() : output.stream().filter(track -> track.kind() != MediaKind.DATA && !continues(track)).toList();
    }

    /** Whether a track has another codec than before: pictures or sound of the stream stay without a continuation that came as another. */
    public boolean changesCodec() {
        return changesCodec;
    }

    private boolean changesCodec(MediaKind kind) {
        boolean surplus = ignored().stream().anyMatch(track -> track.kind() == kind);
        boolean missing = output.stream().anyMatch(track -> track.kind() == kind && !continues(track));
        return surplus && missing;
    }
}
