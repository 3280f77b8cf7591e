package io.holdover.control.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import tools.jackson.databind.node.JsonNodeFactory;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.http.Answer;
import io.holdover.control.http.CannotListenException;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.HttpLimits;
import io.holdover.control.http.Routes;
import io.holdover.control.http.TlsFiles;

/** The control API while it listens. Any thread. */
public final class ControlApi implements AutoCloseable {
    private final HttpDoor door;

    private ControlApi(HttpDoor door) {
        this.door = door;
    }

    /** How a configuration has it opened; empty where it has not. Nothing but a difference between these asks for another listener. */
    public static Optional<HttpDoorOptions> optionsOf(HoldoverConfig config) {
        OptionValues values = config.global();
        if (!values.get(Options.API)) {
            return Optional.empty();
        }
        Optional<TlsFiles> tls = values.get(Options.API_ENCRYPTION)
                ? Optional.of(new TlsFiles(Path.of(values.get(Options.API_SERVER_CERT)), Path.of(values.get(Options.API_SERVER_KEY))))
                : Optional.empty();
        return Optional.of(new HttpDoorOptions("API", Options.API_ADDRESS.name(), values.get(Options.API_ADDRESS), tls,
                values.get(Options.API_ALLOW_ORIGINS), values.get(Options.API_TRUSTED_PROXIES), AuthAction.API,
                HttpLimits.DEFAULTS.with(values.get(Options.READ_TIMEOUT), values.get(Options.WRITE_TIMEOUT))));
    }

    /**
     * Opens the API; it listens when this returns.
     *
     * @param nowNs
     *            the loops' clock
     * @throws CannotListenException
     *             naming what has to be changed
     */
    public static ControlApi open(HttpDoorOptions options, ApiSubjects subjects, Authenticator authenticator, LongSupplier nowNs)
            throws CannotListenException, InterruptedException {
        return new ControlApi(HttpDoor.open(options, authenticator, routes(subjects), nowNs));
    }

    /** Where it listens. */
    public int port() {
        return door.port();
    }

    /** Returns in a few seconds at most. None of the API's own threads may call it: they would wait for themselves that long. */
    @Override
    public void close() {
        door.close();
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
