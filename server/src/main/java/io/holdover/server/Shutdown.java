package io.holdover.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The orderly end: SIGTERM and SIGINT close everything within a bounded time, and the process leaves with 0. */
final class Shutdown {
    /** Everything that is closed has its own, shorter limit; this one is for what nobody thought of. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final Logger LOG = System.getLogger(Shutdown.class.getName());

    private Shutdown() {
    }

    /** Closes {@code server} when the process is told to end. */
    static void onSignal(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run(server), "shutdown"));
    }

    private static void run(AutoCloseable server) {
        LOG.log(Level.INFO, "shutting down gracefully");
        Thread closing = Thread.ofPlatform().daemon().name("closing").start(() -> close(server));
        boolean ended = false;
        try {
            ended = closing.join(LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            LOG.log(Level.ERROR, "not everything ended within " + LIMIT.toSeconds() + " s");
        }
        LogOutput.close();
        // A process that a signal ended would report 128 + signal, which service managers take for a failure.
        Runtime.getRuntime().halt(ended ? 0 : 1);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.log(Level.ERROR, "could not shut down in order", e);
        }
    }
}
