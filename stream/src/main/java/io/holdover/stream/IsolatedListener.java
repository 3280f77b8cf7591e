package io.holdover.stream;

import java.util.List;

import io.holdover.media.Track;

/** A listener whose bugs stay its own. Stream thread only. */
final class IsolatedListener implements StreamListener {

    private final StreamListener target;
    private final ForeignCalls calls;

    IsolatedListener(StreamListener target, ForeignCalls calls) {
        this.target = target;
        this.calls = calls;
    }

    @Override
    public void onOnline(StreamPath path, PeerDescription publisher) {
        calls.make(() -> target.onOnline(path, publisher));
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        calls.make(() -> target.onPublisherReplaced(path, publisher));
    }

    @Override
    public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
        calls.make(() -> target.onOffline(path, publisher, reason));
    }

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        calls.make(() -> target.onAvailable(path, tracks));
    }

    @Override
    public void onTracksChanged(StreamPath path, List<Track> tracks) {
        calls.make(() -> target.onTracksChanged(path, tracks));
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        calls.make(() -> target.onUnavailable(path, reason));
    }

    @Override
    public void onSplice(StreamPath path, long jumpTicks) {
        calls.make(() -> target.onSplice(path, jumpTicks));
    }

    @Override
    public void onPublisherLost(StreamPath path, EndReason reason) {
        calls.make(() -> target.onPublisherLost(path, reason));
    }

    @Override
    public void onPublisherReturning(StreamPath path) {
        calls.make(() -> target.onPublisherReturning(path));
    }

    @Override
    public void onHeldByHand(StreamPath path) {
        calls.make(() -> target.onHeldByHand(path));
    }

    @Override
    public void onReleased(StreamPath path) {
        calls.make(() -> target.onReleased(path));
    }

    @Override
    public void onFillingStarted(StreamPath path, boolean silence) {
        calls.make(() -> target.onFillingStarted(path, silence));
    }

    @Override
    public void onFillingStopped(StreamPath path) {
        calls.make(() -> target.onFillingStopped(path));
    }

    @Override
    public void onObstacle(StreamPath path, Track track, String obstacle) {
        calls.make(() -> target.onObstacle(path, track, obstacle));
    }

    @Override
    public void onTrackIgnored(StreamPath path, Track track) {
        calls.make(() -> target.onTrackIgnored(path, track));
    }

    @Override
    public void onTrackMissing(StreamPath path, Track track) {
        calls.make(() -> target.onTrackMissing(path, track));
    }

    @Override
    public void onHoldTimeout(StreamPath path) {
        calls.make(() -> target.onHoldTimeout(path));
    }

    @Override
    public void onDemanded(StreamPath path, String query) {
        calls.make(() -> target.onDemanded(path, query));
    }

    @Override
    public void onNotDemanded(StreamPath path) {
        calls.make(() -> target.onNotDemanded(path));
    }

    @Override
    public void onReaderJoined(StreamPath path, PeerDescription reader) {
        calls.make(() -> target.onReaderJoined(path, reader));
    }

    @Override
    public void onReaderLeft(StreamPath path, PeerDescription reader) {
        calls.make(() -> target.onReaderLeft(path, reader));
    }
}
