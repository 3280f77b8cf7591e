package io.holdover.control.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;

import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.PathPattern;
import io.holdover.control.config.PathRule;
import io.holdover.control.http.Answer;
import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;
import io.holdover.control.http.Responder;
import io.holdover.control.http.Routes;
import io.holdover.stream.CommandOutcome;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamSnapshot;

/** The paths that have a stream or a name of their own in the configuration, and commands about their streams. */
final class PathRoutes {
    private final ApiSubjects subjects;
    private final PathItem items;
    private final LoopQuestion<List<StreamSnapshot>> streams;

    PathRoutes(ApiSubjects subjects) {
        this.subjects = subjects;
        items = new PathItem(subjects.wallTime());
        streams = new LoopQuestion<>(subjects.streams()::snapshots);
    }

    void addTo(Routes.Builder routes) {
        routes.on("GET", "/v3/paths/list", this::list)
                .on("GET", "/v3/paths/get/*", this::get)
                .on("GET", "/v3/paths/forward/list", this::forwardList)
                .on("GET", "/v3/paths/forward/get", this::forwardGet)
                .on("POST", "/v3/paths/hold/*", command(subjects.streams()::hold))
                .on("POST", "/v3/paths/release/*", command(subjects.streams()::release))
                .on("POST", "/v3/paths/close/*", command(subjects.streams()::close));
    }

    private Answer list(Request request) throws Refusal, InterruptedException {
        return Page.of(request.query()).of(List.copyOf(present().entrySet()), entry -> print(entry.getKey(), entry.getValue()));
    }

    private Answer get(Request request) throws Refusal, InterruptedException {
        return Answer.json(find(ConfigRoutes.name(request)));
    }

    private JsonNode find(String name) throws Refusal, InterruptedException {
        Optional<StreamSnapshot> stream = present().get(name);
        if (stream == null) {
            throw Refusal.notFound("path not found");
        }
        return print(name, stream);
    }

    /** Nothing is forwarded yet: a path's list is empty, as with no destination configured. */
    private Answer forwardList(Request request) throws Refusal, InterruptedException {
        find(parameter(request, "path"));
        return Page.of(request.query()).of(List.of(), Function.identity());
    }

    private Answer forwardGet(Request request) throws Refusal, InterruptedException {
        SessionId.parse(request.query().get("id"));
        find(parameter(request, "path"));
        throw Refusal.notFound("forward destination not found");
    }

    /** The value of a parameter that must be there. */
    static String parameter(Request request, String name) throws Refusal {
        String value = request.query().get(name);
        if (value.isEmpty()) {
            throw Refusal.invalid("invalid " + name);
        }
        return value;
    }

    private Map<String, Optional<StreamSnapshot>> present() throws Refusal, InterruptedException {
        Map<String, Optional<StreamSnapshot>> present = new TreeMap<>();
        for (PathRule rule : subjects.config().current().paths()) {
            switch (rule.pattern()) {
                case PathPattern.Exact exact -> present.put(exact.key(), Optional.empty());
                case PathPattern.Regex _,PathPattern.Others _ -> {
                    // stands for any number of paths, none of which need be
                }
            }
        }
        for (StreamSnapshot stream : streams.ask()) {
            present.put(stream.path().name(), Optional.of(stream));
        }
        return present;
    }

    private JsonNode print(String name, Optional<StreamSnapshot> stream) {
        return items.print(name, section(name), stream);
    }

    private String section(String name) {
        HoldoverConfig config = subjects.config().current();
        return config.matcher().find(new StreamPath(name)).map(match -> match.rule().pattern().key()).orElse("");
    }

    static Responder command(Function<StreamPath, CompletionStage<CommandOutcome>> command) {
        return request -> {
            StreamPath path;
            try {
                path = new StreamPath(ConfigRoutes.name(request));
            } catch (IllegalArgumentException e) {
                throw Refusal.invalid(String.valueOf(e.getMessage()));
            }
            return switch (LoopQuestion.answerOf(command.apply(path))) {
                case DONE -> Answer.ok();
                case NO_STREAM -> throw Refusal.notFound("no stream is available on path '" + path + "'");
                case NOT_PERSISTENT -> throw Refusal.invalid(
                        "path '" + path + "' cannot be held: srtPersistOnDisconnect is off");
                case NOT_HELD -> throw Refusal.invalid("path '" + path + "' is not held by hand");
            };
        };
    }
}
