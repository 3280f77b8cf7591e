package io.holdover.gateway;

import java.util.List;

import io.holdover.stream.AccessAction;
import io.holdover.stream.StreamPath;

/**
 * A session at one instant.
 *
 * @param id
 *            unique while the server runs
 * @param protocol
 *            as {@link Gateway#protocol()}
 * @param createdNs
 *            when it began, on the loop's clock
 * @param action
 *            what the peer does
 * @param query
 *            what followed the path in the peer's request, "" if nothing
 * @param user
 *            the name the peer gave, "" if none
 * @param figures
 *            what is counted about it, in the order of the protocol's table; unmodifiable, and made only when it is looked at, so that a
 *            gateway with thousands of sessions answers quickly
 */
public record SessionSnapshot(String id, String protocol, long createdNs, String remoteAddress, AccessAction action, StreamPath path,
        String query, String user, List<Figure> figures) {
}
