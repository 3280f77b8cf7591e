package io.holdover.control.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server's authenticator: judges by the newest options and delays refusals. Options change at any time; who is being judged then is
 * judged anew. Any thread.
 */
public final class SwitchingAuthenticator implements Authenticator, AutoCloseable {
    private static final Logger LOG = System.getLogger("io.holdover.control.auth");

    // An SRT caller hangs up after 3 s and would never hear why.
    private static final long LEAST_DELAY_NS = 1_000_000_000L;
    private static final long LIMIT_DELAY_NS = 2_000_000_000L;

    private final InstantSource time;
    private final AuthWork work = new AuthWork();
    /** Of secrets, whoever has them: it outlives changes of the users. */
    private final SecretMemory memory = new SecretMemory();
    private final ScheduledThreadPoolExecutor timer;
    private final DelayedRefusals refusals;
    private volatile Current current;

    private record Current(AuthOptions options, MethodAuthenticator method) {
    }

    /**
     * Runs at once.
     *
     * @throws IllegalArgumentException
     *             if the options have {@link AuthOptions#problems}
     */
    public SwitchingAuthenticator(AuthOptions options, InstantSource time) {
        this.time = time;
        this.current = open(options);
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("auth-delay").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.refusals = new DelayedRefusals(this::judge, timer, () -> ThreadLocalRandom.current().nextLong(LEAST_DELAY_NS, LIMIT_DELAY_NS));
    }

    @Override
    public CompletionStage<AuthOutcome> authenticate(AuthRequest request) {
        return refusals.authenticate(request);
    }

    private CompletionStage<AuthOutcome> judge(AuthRequest request) {
        Current asked = current;
        return ask(asked, request).exceptionally(failure -> {
            LOG.log(Level.ERROR, request + " could not be judged", failure);
            return Credentials.withToken(request, true).refused("could not be checked");
        }).thenCompose(
                outcome -> !current.equals(asked) ? judge(request)
                        : CompletableFuture.completedFuture(outcome));
    }

    private static CompletionStage<AuthOutcome> ask(Current asked, AuthRequest request) {
        try {
            return asked.method.authenticate(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    public AuthOptions options() {
        return current.options;
    }

    /**
     * Judges by other options from now on; what is known of tokens and identity servers is forgotten.
     *
     * @throws IllegalArgumentException
     *             if they have {@link AuthOptions#problems}; nothing is changed then
     */
    public synchronized void apply(AuthOptions options) {
        Current old = current;
        if (!old.options.equals(options)) {
            current = open(options);
            old.method.close();
        }
    }

    /** Keys of an identity server are fetched anew before the next token is judged. */
    public void refreshKeys() {
        current.method.refreshKeys();
    }

    private Current open(AuthOptions options) {
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst());
        }
        MethodAuthenticator method = switch (options.method()) {
            case INTERNAL -> new InternalAuthenticator(options.users(), work, memory);
            case HTTP -> new HttpAuthenticator(options.http());
            case JWT -> new JwtAuthenticator(options.jwt(), work, time);
        };
        return new Current(options, method);
    }

    /** Answers whoever waits; everybody who comes later is judged without a delay, or denied. */
    @Override
    public synchronized void close() {
        refusals.close();
        current.method.close();
        work.close();
        timer.shutdown();
    }
}
