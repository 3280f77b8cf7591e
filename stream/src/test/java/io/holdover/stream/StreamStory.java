package io.holdover.stream;

import java.util.List;

import io.holdover.media.Track;

/** Writes down what a stream tells, a word for each event. */
final class StreamStory implements StreamListener {

    private final List<String> story;

    StreamStory(List<String> story) {
        this.story = story;
    }

    @Override
    public void onOnline(StreamPath path, PeerDescription publisher) {
        story.add("online");
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        story.add("replaced");
    }

    @Override
    public void onHeldByHand(StreamPath path) {
        story.add("held");
    }

    @Override
    public void onReleased(StreamPath path) {
        story.add("released");
    }

    @Override
    public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
        story.add("offline");
    }

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        story.add("available");
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        story.add("unavailable " + reason);
    }

    @Override
    public void onPublisherLost(StreamPath path, EndReason reason) {
        story.add("lost");
    }

    @Override
    public void onPublisherReturning(StreamPath path) {
        story.add("returning");
    }

    @Override
    public void onFillingStarted(StreamPath path) {
        story.add("filling");
    }

    @Override
    public void onFillingStopped(StreamPath path) {
        story.add("filled");
    }

    @Override
    public void onHoldTimeout(StreamPath path) {
        story.add("timeout");
    }
}
