package io.holdover.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The orderly end: SIGTERM and SIGINT close everything within a bounded time, and the process leaves with 0. */
final class Shutdown {
    /** Everything that is closed has its own, shorter limit; this one is for what nobody thought of. */
    private static final long LIMIT_MS = 8_000;

    private static final Logger LOG = System.getLogger(Shutdown.class.getName());

    private Shutdown() {
    }

    /** Closes {@code server} when the process is told to end. */
    static void onSignal(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run(server), "shutdown"));
    }

    private static void run(AutoCloseable server) {
        Thread.ofPlatform().daemon().name("shutdown-limit").start(() -> {
            try {
                Thread.sleep(LIMIT_MS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        LOG.log(Level.INFO, "shutting down gracefully");
        int exitCode = 0;
        try {
            server.close();
        } catch (Exception e) {
            LOG.log(Level.ERROR, "could not shut down in order", e);
            exitCode = 1;
        }
        LogOutput.close();
        // A process that a signal ended would report 128 + signal, which service managers take for a failure.
        Runtime.getRuntime().halt(exitCode);
    }
}
