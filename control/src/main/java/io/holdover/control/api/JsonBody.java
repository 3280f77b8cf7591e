package io.holdover.control.api;

import java.util.Locale;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;

/** Reads the object in a request's body, whatever the request calls it: axios sends a text as a form. */
final class JsonBody {
    /** The configuration is not nested deeper. */
    static final int LIMIT_DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(LIMIT_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private JsonBody() {
    }

    static JsonNode of(Request request) throws Refusal {
        JsonNode node;
        try {
            node = MAPPER.readTree(request.body());
        } catch (JacksonException e) {
            throw Refusal.invalid("invalid JSON" + place(e) + ": " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        if (node.isMissingNode()) {
            throw Refusal.invalid("unexpected end of JSON input");
        }
        if (!node.isObject()) {
            throw Refusal.invalid("a JSON object is expected, not " + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }
}
