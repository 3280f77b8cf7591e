package io.holdover.control.api;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.holdover.control.config.LiveConfig;
import io.holdover.control.http.Answer;
import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;
import io.holdover.control.http.Routes;
import io.holdover.stream.StreamPath;

/** Recordings. Nothing is recorded yet, so there are none; scripts are answered as if there were none so far. */
final class RecordingRoutes {
    private final LiveConfig config;

    RecordingRoutes(LiveConfig config) {
        this.config = config;
    }

    void addTo(Routes.Builder routes) {
        routes.on("GET", "/v3/recordings/list", request -> Page.of(request.query()).of(List.of(), Function.identity()))
                .on("GET", "/v3/recordings/get/*", this::get)
                .on("DELETE", "/v3/recordings/deletesegment", this::deleteSegment);
    }

    private Answer get(Request request) throws Refusal {
        String name = ConfigRoutes.name(request);
        requireConfigured(name);
        ObjectNode recording = JsonNodeFactory.instance.objectNode().put("name", name);
        recording.putArray("segments");
        return Answer.json(recording);
    }

    private Answer deleteSegment(Request request) throws Refusal {
        String start = request.query().get("start");
        try {
            OffsetDateTime.parse(start);
        } catch (DateTimeException e) {
            throw Refusal.invalid("invalid 'start' parameter: " + e.getMessage());
        }
        requireConfigured(request.query().get("path"));
        throw Refusal.invalid("there is no segment that starts at " + start);
    }

    private void requireConfigured(String name) throws Refusal {
        try {
            if (config.current().matcher().find(new StreamPath(name)).isPresent()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid path name: " + e.getMessage() + " (" + name + ")");
        }
        throw Refusal.invalid("path '" + name + "' is not configured");
    }
}
