package io.holdover.control.api;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.holdover.control.config.LiveConfig;
import io.holdover.control.config.LiveConfig.NoSuchPathException;
import io.holdover.control.config.LiveConfig.RefusedException;
import io.holdover.control.http.Answer;
import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;
import io.holdover.control.http.Responder;
import io.holdover.control.http.Routes;

/** The configuration, and its changes. */
final class ConfigRoutes {
    private final LiveConfig config;

    ConfigRoutes(LiveConfig config) {
        this.config = config;
    }

    void addTo(Routes.Builder routes) {
        routes.on("GET", "/v3/config/global/get", _ -> Answer.json(config.global()))
                .on("PATCH", "/v3/config/global/patch", change(request -> config.patchGlobal(JsonBody.of(request))))
                .on("GET", "/v3/config/pathdefaults/get", _ -> Answer.json(config.pathDefaults()))
                .on("PATCH", "/v3/config/pathdefaults/patch", change(request -> config.patchPathDefaults(JsonBody.of(request))))
                .on("GET", "/v3/config/paths/list", this::list)
                .on("GET", "/v3/config/paths/get/*", this::get)
                .on("POST", "/v3/config/paths/add/*", change(request -> config.addPath(name(request), JsonBody.of(request))))
                .on("PATCH", "/v3/config/paths/patch/*", change(request -> config.patchPath(name(request), JsonBody.of(request))))
                .on("POST", "/v3/config/paths/replace/*", change(request -> config.replacePath(name(request), JsonBody.of(request))))
                .on("DELETE", "/v3/config/paths/delete/*", change(request -> config.deletePath(name(request))));
    }

    /** What a star stands for, as a name. */
    static String name(Request request) throws Refusal {
        if (request.rest().isEmpty()) {
            throw Refusal.invalid("invalid name");
        }
        return request.rest();
    }

    private Answer list(Request request) throws Refusal {
        List<String> names = config.current().paths().stream().map(rule -> rule.pattern().key()).sorted().toList();
        return Page.of(request.query()).of(names, this::section);
    }

    private Answer get(Request request) throws Refusal {
        try {
            return Answer.json(config.path(name(request)));
        } catch (NoSuchPathException _) {
            throw Refusal.notFound("path configuration not found");
        }
    }

    private JsonNode section(String name) {
        try {
            return config.path(name);
        } catch (NoSuchPathException _) {
            return JsonNodeFactory.instance.objectNode().put("name", name); // deleted a moment ago
        }
    }

    private static Responder change(Change change) {
        return request -> {
            try {
                change.make(request);
            } catch (RefusedException e) {
                throw Refusal.invalid(String.valueOf(e.getMessage()));
            } catch (NoSuchPathException _) {
                throw Refusal.notFound("path not found");
            }
            return Answer.ok();
        };
    }

    @FunctionalInterface
    private interface Change {
        void make(Request request) throws Refusal, RefusedException, NoSuchPathException;
    }
}
