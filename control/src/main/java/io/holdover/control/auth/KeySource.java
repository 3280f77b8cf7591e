package io.holdover.control.auth;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an identity server, fetched when they are needed and one fetch at a time. Keys are used for an hour, so that one that was
 * withdrawn is not trusted for longer; they are fetched again before that hour ends, and at once when a token names a key that is
 * not among them. Any thread; nobody waits.
 */
final class KeySource {
    /** Keys that are older are not used. */
    static final Duration LIMIT_AGE = Duration.ofHours(1);
    /** Keys that are older are fetched while they are still used. */
    static final Duration RENEWAL_AGE = Duration.ofMinutes(50);
    /** Between fetches because of keys that are not known: anybody can invent one. */
    static final Duration LEAST_PAUSE = Duration.ofSeconds(10);
    /** Between fetches that fail. */
    static final Duration LEAST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ServiceAddress address;
    private final OutgoingCalls calls;
    private final InstantSource time;

    // Guarded by this.
    private @Nullable Fetched latest;
    private @Nullable CompletableFuture<JWKSet> fetch;
    private @Nullable CompletableFuture<JWKSet> failed;
    private Instant fetchedAt = Instant.MIN;
    private int generation;

    private record Fetched(JWKSet keys, Instant at) {
    }

    KeySource(ServiceAddress address, OutgoingCalls calls, InstantSource time) {
        this.address = address;
        this.calls = calls;
        this.time = time;
    }

    /** Keys that may be used now. Fails if there are none. */
    synchronized CompletableFuture<JWKSet> keys() {
        Instant now = time.instant();
        Fetched known = latest;
        if (known == null || !isYounger(known.at, LIMIT_AGE, now)) {
            return fetch(now, LEAST_PAUSE_AFTER_FAILURE);
        }
        if (!isYounger(known.at, RENEWAL_AGE, now)) {
            CompletableFuture<JWKSet> _ = fetch(now, LEAST_PAUSE);
        }
        return CompletableFuture.completedFuture(known.keys);
    }

    /** Keys that are newer than those in which one was missing, or the same. */
    synchronized CompletableFuture<JWKSet> newerThan(JWKSet seen) {
        Fetched known = latest;
        Instant now = time.instant();
        if (known != null && (!known.keys.equals(seen) || isYounger(fetchedAt, LEAST_PAUSE, now))) {
            return CompletableFuture.completedFuture(known.keys);
        }
        return fetch(now, LEAST_PAUSE);
    }

    /** Whatever was fetched is forgotten. */
    synchronized void refresh() {
        generation++; // what is under way may be old already
        latest = null;
        fetch = null;
        failed = null;
    }

    private CompletableFuture<JWKSet> fetch(Instant now, Duration pauseAfterFailure) {
        if (fetch != null) {
            return fetch;
        }
        if (failed != null && isYounger(fetchedAt, pauseAfterFailure, now)) {
            return failed;
        }
        fetchedAt = now;
        CompletableFuture<JWKSet> begun = calls.get(address).thenApply(KeySource::parse);
        fetch = begun;
        int begunIn = generation;
        return begun.whenComplete((keys, _) -> onFetched(begun, begunIn, keys, now));
    }

    private synchronized void onFetched(CompletableFuture<JWKSet> ended, int begunIn, @Nullable JWKSet keys, Instant at) {
        if (begunIn != generation) {
            return;
        }
        fetch = null;
        failed = keys == null ? ended : null;
        if (keys != null) {
            latest = new Fetched(keys, at);
        }
    }

    /** A time that is to come is a clock that was set back. */
    private static boolean isYounger(Instant then, Duration age, Instant now) {
        return !then.isAfter(now) && now.minus(age).isBefore(then);
    }

    private static JWKSet parse(OutgoingCalls.Answer answer) {
        try {
            if (!answer.isSuccess()) {
                throw new IOException("server replied with code " + answer.status());
            }
            return JWKSet.parse(answer.body());
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (ParseException | IllegalArgumentException e) {
            throw new CompletionException(new IOException("the answer is not a set of keys", e));
        }
    }
}
