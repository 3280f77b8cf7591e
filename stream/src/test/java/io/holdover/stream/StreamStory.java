package io.holdover.stream;

import java.util.List;

import io.holdover.media.Track;

/** Writes down what a stream tells, a word for each event. */
final class StreamStory implements StreamListener {

    private final List<String> story;
    private String fatal = "";

    StreamStory(List<String> story) {
        this.story = story;
    }

    /** From now on it fails each time that it has told this. */
    void failAt(String event) {
        fatal = event;
    }

    private void tell(String event) {
        story.add(event);
        if (event.equals(fatal)) {
            throw new IllegalStateException("a bug at " + event);
        }
    }

    @Override
    public void onOnline(StreamPath path, PeerDescription publisher) {
        tell("online");
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        tell("replaced");
    }

    @Override
    public void onHeldByHand(StreamPath path) {
        tell("held");
    }

    @Override
    public void onReleased(StreamPath path) {
        tell("released");
    }

    @Override
    public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
        tell("offline");
    }

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        tell("available");
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        tell("unavailable " + reason);
    }

    @Override
    public void onPublisherLost(StreamPath path, EndReason reason) {
        tell("lost");
    }

    @Override
    public void onPublisherReturning(StreamPath path) {
        tell("returning");
    }

    @Override
    public void onFillingStarted(StreamPath path, boolean silence) {
        tell(silence ? "filling" : "filling pictures");
    }

    @Override
    public void onFillingStopped(StreamPath path) {
        tell("filled");
    }

    @Override
    public void onObstacle(StreamPath path, Track track, String obstacle) {
        tell(track.kind() + " cannot: " + obstacle);
    }

    @Override
    public void onTrackMissing(StreamPath path, Track track) {
        tell("missing " + track.kind());
    }

    @Override
    public void onHoldTimeout(StreamPath path) {
        tell("timeout");
    }
}
