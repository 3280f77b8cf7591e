package io.holdover.stream;

import java.util.List;

import io.holdover.media.Track;

/**
 * Port: what happens to streams, for log lines, hooks and counters. Called on the stream's thread; must return at once.
 */
public interface StreamListener {

    /** Hears nothing. */
    StreamListener NONE = new StreamListener() {
    };

    /** The path has a publisher and had none: it is online. Between this and {@link #onOffline} it is so without a break. */
    default void onOnline(StreamPath path, PeerDescription publisher) {
    }

    /** The path is online with another publisher now: a takeover or failover, or one that came to nothing. */
    default void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
    }

    /**
     * The path has no publisher any more: it is offline. Once for each {@link #onOnline}.
     *
     * @param publisher the last one told of
     */
    default void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
    }

    /** The tracks are known and the first unit has come: the path can be read. */
    default void onAvailable(StreamPath path, List<Track> tracks) {
    }

    /** The tracks, or parameters of them, are others now. Only while the path is available. */
    default void onTracksChanged(StreamPath path, List<Track> tracks) {
    }

    /** The path cannot be read any more. Once for each {@link #onAvailable}. */
    default void onUnavailable(StreamPath path, EndReason reason) {
    }

    /** The publisher's clock jumped, and the stream goes on without a jump. */
    default void onSplice(StreamPath path, long jumpTicks) {
    }

    /** The publisher is gone, the stream is held. */
    default void onPublisherLost(StreamPath path, EndReason reason) {
    }

    /** A publisher came while nobody's units flow; it takes a moment until its units fit in. */
    default void onPublisherReturning(StreamPath path) {
    }

    /** An operator holds the stream: its publisher's units are thrown away from here on. */
    default void onHeldByHand(StreamPath path) {
    }

    /** An operator lets the stream go on: at the first point that fits if there is a publisher, else when one comes. */
    default void onReleased(StreamPath path) {
    }

    /**
     * Something stands in for the publisher's units.
     *
     * @param silence whether sound is missing; if not, this is told once more with true when it is
     */
    default void onFillingStarted(StreamPath path, boolean silence) {
    }

    /** The publisher's own units flow again. */
    default void onFillingStopped(StreamPath path) {
    }

    /** In this hold a track pauses, or is held in a poorer way. */
    default void onObstacle(StreamPath path, Track track, String obstacle) {
    }

    /** A publisher that goes on with a stream has a track that the stream has no place for. */
    default void onTrackIgnored(StreamPath path, Track track) {
    }

    /** A publisher that goes on with a stream has not announced this track of it: it is held on. */
    default void onTrackMissing(StreamPath path, Track track) {
    }

    /** The stream was held for as long as it may, and ends. */
    default void onHoldTimeout(StreamPath path) {
    }

    /**
     * Somebody wants to read and nobody publishes: a publisher is to be brought, until {@link #onNotDemanded}.
     *
     * @param query what the first one gave besides the path
     */
    default void onDemanded(StreamPath path, String query) {
    }

    /** Nobody waits for the path or reads it any more, and has not for a while. Once for each {@link #onDemanded}. */
    default void onNotDemanded(StreamPath path) {
    }

    /** A reader was admitted. */
    default void onReaderJoined(StreamPath path, PeerDescription reader) {
    }

    /** A reader's subscription is closed. Once for each {@link #onReaderJoined}. */
    default void onReaderLeft(StreamPath path, PeerDescription reader) {
    }
}
