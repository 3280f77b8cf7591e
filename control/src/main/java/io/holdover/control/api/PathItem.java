package io.holdover.control.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.holdover.media.Track;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.PublicationSnapshot;
import io.holdover.stream.StreamSnapshot;
import io.holdover.stream.SubscriptionSnapshot;
import io.holdover.stream.hold.HoldSnapshot;

/** Prints a path. Field names and their order are MediaMTX's, but for {@code hold}. */
final class PathItem {
    private static final double NS_PER_MS = 1e6;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final WallTime wallTime;

    PathItem(WallTime wallTime) {
        this.wallTime = wallTime;
    }

    /**
     * One path.
     *
     * @param section
     *            the key of what holds for it in the configuration, "" if nothing does any more
     * @param stream
     *            empty while it has none
     */
    ObjectNode print(String name, String section, Optional<StreamSnapshot> stream) {
        boolean available = stream.isPresent() && stream.get().available();
        JsonNode availableTime = available ? time(stream.orElseThrow().availableSinceNs()) : NODES.nullNode();
        Optional<PublicationSnapshot> publication = stream.flatMap(its -> Optional.ofNullable(its.publication()));
        List<SubscriptionSnapshot> readers = stream.map(StreamSnapshot::readers).orElse(List.of());
        long inboundBytes = stream.map(StreamSnapshot::inboundBytes).orElse(0L);
        long outboundBytes = stream.map(StreamSnapshot::outboundBytes).orElse(0L);

        ObjectNode item = NODES.objectNode();
        item.put("name", name);
        item.put("confName", section);
        item.put("ready", available);
        item.set("readyTime", availableTime);
        item.put("available", available);
        item.set("availableTime", availableTime);
        item.put("online", publication.isPresent());
        item.set("onlineTime", publication.map(its -> time(its.admittedNs())).orElseGet(NODES::nullNode));
        item.set("source", publication.<JsonNode>map(its -> peer(its.who())).orElseGet(NODES::nullNode));
        tracks(item, available ? stream.orElseThrow().tracks() : List.of());
        readers(item, readers);
        item.put("inboundBytes", inboundBytes);
        item.put("outboundBytes", outboundBytes);
        item.put("inboundFramesInError", stream.map(StreamSnapshot::damagedUnits).orElse(0L));
        item.put("bytesReceived", inboundBytes);
        item.put("bytesSent", outboundBytes);
        item.set("hold", hold(stream.map(StreamSnapshot::hold).orElse(null)));
        return item;
    }

    private static void tracks(ObjectNode item, List<Track> tracks) {
        ArrayNode codecs = item.putArray("tracks");
        ArrayNode described = item.putArray("tracks2");
        for (Track track : tracks) {
            TrackItem printed = TrackItem.of(track.format());
            codecs.add(printed.codec());
            described.addObject().put("codec", printed.codec()).set("codecProps", printed.props());
        }
    }

    private static void readers(ObjectNode item, List<SubscriptionSnapshot> readers) {
        ArrayNode printed = item.putArray("readers");
        readers.stream().map(SubscriptionSnapshot::who)
                .sorted(Comparator.comparing(PeerDescription::type).thenComparing(PeerDescription::id))
                .forEach(who -> printed.add(peer(who)));
    }

    private static ObjectNode peer(PeerDescription who) {
        return NODES.objectNode().put("type", who.type()).put("id", who.id());
    }

    private JsonNode hold(@Nullable HoldSnapshot hold) {
        if (hold == null) {
            return NODES.nullNode();
        }
        ObjectNode item = NODES.objectNode();
        item.put("state", hold.state().name().toLowerCase(Locale.ROOT));
        item.set("since", time(hold.sinceNs()));
        item.put("reason", hold.reason());
        item.put("cycles", hold.cycles());
        item.put("silenceFrames", hold.silenceFrames());
        item.put("heldPictures", hold.heldPictures());
        item.put("lastGapMs", hold.lastGapNs() / NS_PER_MS);
        item.put("totalHeldMs", hold.totalHeldNs() / NS_PER_MS);
        return item;
    }

    private JsonNode time(long ns) {
        return NODES.stringNode(wallTime.of(ns).toString());
    }
}
