package io.holdover.control.metrics;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.http.Answer;
import io.holdover.control.http.CannotListenException;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.Request;
import io.holdover.control.http.Routes;

/** Where Prometheus fetches the metrics. Any thread. */
public final class MetricsDoor {

    private MetricsDoor() {
    }

    /** How a configuration has it opened; empty where it has not. */
    public static Optional<HttpDoorOptions> optionsOf(OptionValues global) {
        return global.get(Options.METRICS)
                ? Optional.of(HttpDoorOptions.of("metrics", AuthAction.METRICS, Options.METRICS_ADDRESS, Options.METRICS_ENCRYPTION,
                        Options.METRICS_SERVER_CERT, Options.METRICS_SERVER_KEY, Options.METRICS_ALLOW_ORIGINS,
                        Options.METRICS_TRUSTED_PROXIES, global))
                : Optional.empty();
    }

    /**
     * Opens it; it listens when this returns.
     *
     * @param nowNs
     *            the loops' clock
     * @throws CannotListenException
     *             naming what has to be changed
     */
    public static HttpDoor open(HttpDoorOptions options, MetricsPage page, Authenticator authenticator, LongSupplier nowNs)
            throws CannotListenException, InterruptedException {
        Routes routes = new Routes.Builder().on("GET", "/metrics", request -> answer(page, request)).build();
        return HttpDoor.open(options, authenticator, routes, nowNs);
    }

    private static Answer answer(MetricsPage page, Request request) throws InterruptedException {
        try {
            return Answer.text(MetricsPage.CONTENT_TYPE, page.scrape(request.query().first()).toCompletableFuture().get());
        } catch (ExecutionException e) {
            return Answer.error(500, "the streams do not answer");
        }
    }
}
