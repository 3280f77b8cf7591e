package io.holdover.stream;

import java.util.List;
import java.util.function.Consumer;

import io.holdover.media.Track;

/** Several listeners as one; each hears every event, in their order, and its bugs stay its own. Stream thread only. */
final class StreamAudience implements StreamListener {
    private final ForeignCalls calls;
    private final List<StreamListener> listeners;

    StreamAudience(ForeignCalls calls, StreamListener... listeners) {
        this.calls = calls;
        this.listeners = List.of(listeners);
    }

    private void tell(Consumer<StreamListener> event) {
        for (StreamListener listener : listeners) {
            calls.make(() -> event.accept(listener));
        }
    }

    @Override
    public void onOnline(StreamPath path, PeerDescription publisher) {
        tell(listener -> listener.onOnline(path, publisher));
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        tell(listener -> listener.onPublisherReplaced(path, publisher));
    }

    @Override
    public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
        tell(listener -> listener.onOffline(path, publisher, reason));
    }

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        tell(listener -> listener.onAvailable(path, tracks));
    }

    @Override
    public void onTracksChanged(StreamPath path, List<Track> tracks) {
        tell(listener -> listener.onTracksChanged(path, tracks));
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        tell(listener -> listener.onUnavailable(path, reason));
    }

    @Override
    public void onSplice(StreamPath path, long jumpTicks) {
        tell(listener -> listener.onSplice(path, jumpTicks));
    }

    @Override
    public void onPublisherLost(StreamPath path, EndReason reason) {
        tell(listener -> listener.onPublisherLost(path, reason));
    }

    @Override
    public void onPublisherReturning(StreamPath path) {
        tell(listener -> listener.onPublisherReturning(path));
    }

    @Override
    public void onHeldByHand(StreamPath path) {
        tell(listener -> listener.onHeldByHand(path));
    }

    @Override
    public void onReleased(StreamPath path) {
        tell(listener -> listener.onReleased(path));
    }

    @Override
    public void onFillingStarted(StreamPath path, boolean silence) {
        tell(listener -> listener.onFillingStarted(path, silence));
    }

    @Override
    public void onFillingStopped(StreamPath path) {
        tell(listener -> listener.onFillingStopped(path));
    }

    @Override
    public void onObstacle(StreamPath path, Track track, String obstacle) {
        tell(listener -> listener.onObstacle(path, track, obstacle));
    }

    @Override
    public void onTrackIgnored(StreamPath path, Track track) {
        tell(listener -> listener.onTrackIgnored(path, track));
    }

    @Override
    public void onTrackMissing(StreamPath path, Track track) {
        tell(listener -> listener.onTrackMissing(path, track));
    }

    @Override
    public void onHoldTimeout(StreamPath path) {
        tell(listener -> listener.onHoldTimeout(path));
    }

    @Override
    public void onDemanded(StreamPath path, String query) {
        tell(listener -> listener.onDemanded(path, query));
    }

    @Override
    public void onNotDemanded(StreamPath path) {
        tell(listener -> listener.onNotDemanded(path));
    }

    @Override
    public void onReaderJoined(StreamPath path, PeerDescription reader) {
        tell(listener -> listener.onReaderJoined(path, reader));
    }

    @Override
    public void onReaderLeft(StreamPath path, PeerDescription reader) {
        tell(listener -> listener.onReaderLeft(path, reader));
    }
}
