package io.holdover.stream;

/** The wish to publish, by a peer that has proved that it may. */
public record PublishRequest(StreamPath path, PeerDescription who, PublisherPort port) {
}
