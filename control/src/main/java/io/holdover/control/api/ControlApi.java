package io.holdover.control.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import tools.jackson.databind.node.JsonNodeFactory;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.http.Answer;
import io.holdover.control.http.CannotListenException;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.Routes;

/** The control API. Any thread. */
public final class ControlApi {

    private ControlApi() {
    }

    /** How a configuration has it opened; empty where it has not. */
    public static Optional<HttpDoorOptions> optionsOf(OptionValues global) {
        return global.get(Options.API)
                ? Optional
                        .of(HttpDoorOptions.of("API", AuthAction.API, Options.API_ADDRESS, Options.API_ENCRYPTION, Options.API_SERVER_CERT,
                                Options.API_SERVER_KEY, Options.API_ALLOW_ORIGINS, Options.API_TRUSTED_PROXIES, global))
                : Optional.empty();
    }

    /**
     * Opens the API; it listens when this returns. None of the API's own threads may close it: they would wait for themselves.
     *
     * @param nowNs
     *            the loops' clock
     * @throws CannotListenException
     *             naming what has to be changed
     */
    public static HttpDoor open(HttpDoorOptions options, ApiSubjects subjects, Authenticator authenticator, LongSupplier nowNs)
            throws CannotListenException, InterruptedException {
        return HttpDoor.open(options, authenticator, routes(subjects), nowNs);
    }

    private static Routes routes(ApiSubjects subjects) {
        Routes.Builder routes = new Routes.Builder();
        String description = description();
        routes.on("GET", "/v3/info", _ -> Answer.json(JsonNodeFactory.instance.objectNode()
                .put("version", subjects.version()).put("started", subjects.wallTime().atStart().toString())))
                .on("GET", "/v3/openapi.yaml", _ -> Answer.text("application/yaml; charset=utf-8", description))
                .on("POST", "/v3/auth/jwks/refresh", _ -> {
                    subjects.jwksRefresh().run();
                    return Answer.ok();
                });
        new ConfigRoutes(subjects.config()).addTo(routes);
        new PathRoutes(subjects).addTo(routes);
        new SessionRoutes("/v3/srtconns", "srt", "connection", subjects).addTo(routes);
        new RecordingRoutes(subjects.config()).addTo(routes);
        return routes.build();
    }

    /** The document that describes all of this. */
    static String description() {
        try (InputStream in = Objects.requireNonNull(ControlApi.class.getResourceAsStream("openapi.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
