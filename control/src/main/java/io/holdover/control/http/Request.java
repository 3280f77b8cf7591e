package io.holdover.control.http;

/**
 * What a caller asks, complete and allowed.
 *
 * @param rest
 *            what stands in the place of a route's star, decoded; "" if it has none
 * @param body
 *            empty if there was none; whoever gets it owns it
 * @param remoteAddress
 *            who asks, as a log line says it
 */
public record Request(String rest, Query query, byte[] body, String remoteAddress) {
}
