package io.holdover.control.metrics;

import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import io.holdover.control.auth.Authenticator;
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
