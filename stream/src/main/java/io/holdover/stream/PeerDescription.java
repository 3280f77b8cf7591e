package io.holdover.stream;

/**
 * Who publishes or reads, for logs, hooks and the control API.
 *
 * @param type the kind of session, as the API prints it: {@code srtConn}
 * @param id the session's own id, unique while the server runs
 * @param remoteAddress the peer's address and port as text
 * @param query what followed the path in the request, "" if nothing did
 */
public record PeerDescription(String type, String id, String remoteAddress, String query) {
}
