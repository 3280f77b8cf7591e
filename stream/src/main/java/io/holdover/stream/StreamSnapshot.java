package io.holdover.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Track;
import io.holdover.stream.hold.HoldSnapshot;

/**
 * A stream at one instant.
 *
 * @param publication the publisher's part, null while there is none
 * @param available whether it can be read
 * @param availableSinceNs on the loop's clock; 0 while it is not available
 * @param tracks empty until the publisher announced them
 * @param inboundBytes container bytes from all its publishers
 * @param damagedUnits access units from all its publishers that were touched by a loss
 * @param outboundBytes what all its readers took, those that left included
 * @param bufferedUnits access units that are kept for readers that join
 * @param chunkStorageBytes what the chunks of its readers take
 * @param hold its hold, null where the stream does not persist
 */
public record StreamSnapshot(StreamPath path, @Nullable PublicationSnapshot publication, boolean available, long availableSinceNs,
        List<Track> tracks, List<SubscriptionSnapshot> readers, long inboundBytes, long damagedUnits, long outboundBytes, int bufferedUnits,
        long chunkStorageBytes,
        @Nullable HoldSnapshot hold) {

    public StreamSnapshot {
        tracks = List.copyOf(tracks);
        readers = List.copyOf(readers);
    }

    /** Whether a publisher is admitted. */
    public boolean online() {
        return publication != null;
    }
}
