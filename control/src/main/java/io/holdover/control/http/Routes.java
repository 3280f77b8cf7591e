package io.holdover.control.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who answers what. Routes are whole paths, or end with {@code *}: such a star stands for anything, slashes included. A whole path
 * goes before a star, a longer one with a star before a shorter one. Immutable.
 */
public final class Routes {
    private static final String STAR = "*";
    private static final String ALLOWED_METHODS = "OPTIONS, GET, POST, PATCH, DELETE";

    private final Map<String, Responder> whole;
    private final List<Prefixed> prefixed;

    private Routes(Builder builder) {
        whole = Map.copyOf(builder.whole);
        prefixed = builder.prefixed.stream().sorted((a, b) -> b.start.length() - a.start.length()).toList();
    }

    /** What pages of other origins may ask for, as the preflight says it. */
    static String allowedMethods() {
        return ALLOWED_METHODS;
    }

    /** @param path decoded; a slash at the end of a whole path does not count */
    Optional<Found> find(String method, String path) {
        Responder exact = whole.get(method + " " + (path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
        if (exact != null) {
            return Optional.of(new Found(exact, ""));
        }
        for (Prefixed route : prefixed) {
            if (route.method.equals(method) && path.startsWith(route.start)) {
                return Optional.of(new Found(route.responder, path.substring(route.start.length())));
            }
        }
        return Optional.empty();
    }

    /** Collects routes. */
    public static final class Builder {
        private final Map<String, Responder> whole = new HashMap<>();
        private final List<Prefixed> prefixed = new ArrayList<>();

        /** @throws IllegalStateException when the route is taken */
        public Builder on(String method, String path, Responder responder) {
            if (path.endsWith(STAR)) {
                prefixed.add(new Prefixed(method, path.substring(0, path.length() - STAR.length()), responder));
            } else if (whole.put(method + " " + path, responder) != null) {
                throw new IllegalStateException(method + " " + path + " has two answers");
            }
            return this;
        }

        public Routes build() {
            return new Routes(this);
        }
    }

    /** @param rest what the star stands for */
    record Found(Responder responder, String rest) {
    }

    private record Prefixed(String method, String start, Responder responder) {
    }
}
