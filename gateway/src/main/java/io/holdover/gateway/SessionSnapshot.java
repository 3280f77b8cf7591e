package io.holdover.gateway;

import io.holdover.stream.AccessAction;
import io.holdover.stream.StreamPath;

/**
 * A session at one instant.
 *
 * @param id
 *            unique while the server runs
 * @param protocol
 *            as {@link Gateway#protocol()}
 * @param action
 *            what the peer does
 * @param query
 *            what followed the path in the peer's request, "" if nothing
 * @param user
 *            the name the peer gave, "" if none
 */
public record SessionSnapshot(String id, String protocol, String remoteAddress, AccessAction action, StreamPath path, String query,
        String user) {
}
