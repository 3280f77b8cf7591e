package io.holdover.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import io.holdover.gateway.TrackSummary;
import io.holdover.media.MediaKind;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamPath;

/** Tells the story of each path in the log. Threads of the streams. */
public final class StreamLog implements StreamListener {
    private static final Logger LOG = System.getLogger("io.holdover.control.streams");
    private static final long NS_PER_MS = 1_000_000L;

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        log(Level.INFO, path, "stream is available and online, " + TrackSummary.of(tracks));
    }

    @Override
    public void onTracksChanged(StreamPath path, List<Track> tracks) {
        log(Level.DEBUG, path, "tracks changed, " + TrackSummary.of(tracks));
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        log(Level.INFO, path, "stream is not available anymore: " + reason.text());
    }

    @Override
    public void onSplice(StreamPath path, long jumpTicks) {
        log(Level.DEBUG, path, "the publisher's clock jumped by " + Timebase.nsFromTicks(jumpTicks) / NS_PER_MS + " ms");
    }

    @Override
    public void onPublisherLost(StreamPath path, EndReason reason) {
        log(Level.INFO, path, "SRT publisher disconnected, maintaining stream with silence generation");
    }

    @Override
    public void onPublisherReturning(StreamPath path) {
        log(Level.INFO, path, "SRT publisher reconnecting, stopping silence generation");
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        log(Level.DEBUG, path, "the publisher is now " + publisher.type() + " " + publisher.remoteAddress());
    }

    @Override
    public void onHeldByHand(StreamPath path) {
        log(Level.INFO, path, "held by an operator, the publisher is off air until it is released");
    }

    @Override
    public void onReleased(StreamPath path) {
        log(Level.INFO, path, "released by an operator");
    }

    @Override
    public void onFillingStarted(StreamPath path, boolean silence) {
        log(Level.INFO, path, "silence generator started" + (silence ? "" : " (no sound is missing, only pictures)"));
    }

    @Override
    public void onFillingStopped(StreamPath path) {
        log(Level.INFO, path, "silence generator stopped");
    }

    @Override
    public void onObstacle(StreamPath path, Track track, String obstacle) {
        String what = switch (track.kind()) {
            case VIDEO -> "the last key picture is repeated in place of the held picture";
            case AUDIO, DATA -> "it pauses";
        };
        log(Level.WARNING, path, track + ": " + what + ", because " + obstacle);
    }

    @Override
    public void onTrackIgnored(StreamPath path, Track track) {
        log(Level.WARNING, path, track + " of the new publisher is ignored: the stream has had no such track");
    }

    @Override
    public void onTrackMissing(StreamPath path, Track track) {
        String what = track.kind() == MediaKind.AUDIO ? "silence goes on" : "the picture stands still";
        log(Level.WARNING, path, track + " is missing from the new publisher: " + what);
    }

    @Override
    public void onHoldTimeout(StreamPath path) {
        log(Level.INFO, path, "SRT persistence timeout reached, closing stream");
    }

    private static void log(Level level, StreamPath path, String text) {
        if (LOG.isLoggable(level)) {
            LOG.log(level, "[path " + path + "] " + text);
        }
    }
}
