package io.holdover.control.http;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a caller is told. The body belongs to the answer. */
public record Answer(int status, String contentType, byte[] body) {
    private static final String JSON = "application/json; charset=utf-8";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Success, with what was asked for. */
    public static Answer json(JsonNode node) {
        return new Answer(200, JSON, node.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Success of a change. */
    public static Answer ok() {
        return json(NODES.objectNode().put("status", "ok"));
    }

    /** Success, with a text. */
    public static Answer text(String contentType, String text) {
        return new Answer(200, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Failure.
     *
     * @param why
     *            for whoever asked
     */
    public static Answer error(int status, String why) {
        return new Answer(status, JSON,
                NODES.objectNode().put("status", "error").put("error", why).toString().getBytes(StandardCharsets.UTF_8));
    }
}
