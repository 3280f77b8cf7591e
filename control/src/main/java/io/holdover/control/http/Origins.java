package io.holdover.control.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose pages may ask (the {@code Access-Control-Allow-Origin} of the Fetch standard). Immutable. */
final class Origins {
    private static final String ANY = "*";

    private final boolean any;
    private final List<Site> sites;

    Origins(List<String> allowed) {
        any = allowed.contains(ANY);
        sites = allowed.stream().map(Origins::site).flatMap(Optional::stream).toList();
    }

    /** The field's value for a page of {@code origin} ("" if unknown); empty if it may not ask. */
    Optional<String> allow(String origin) {
        Optional<Site> page = site(origin);
        if (!origin.isEmpty() && page.isEmpty()) {
            return Optional.empty();
        }
        if (page.isPresent() && sites.stream().anyMatch(allowed -> allowed.covers(page.get()))) {
            return Optional.of(origin);
        }
        // The last resort, because a page that sends cookies may not use the answer.
        return any ? Optional.of(ANY) : Optional.empty();
    }

    /** {@code scheme://host:port}, the port filled in where the scheme tells it. */
    private static Optional<Site> site(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return Optional.empty();
        }
        String scheme = text.substring(0, colon);
        try {
            // A star is no character of a host name, but of an authority.
            String authority = new URI(text).getRawAuthority();
            if (authority == null) {
                return Optional.empty();
            }
            boolean hasPort = authority.matches(".*:[0-9]+");
            return Optional.of(new Site(scheme, hasPort ? authority : switch (scheme) {
                case "http" -> authority + ":80";
                case "https" -> authority + ":443";
                default -> authority;
            }));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private record Site(String scheme, String authority) {

        boolean covers(Site page) {
            if (scheme.equals(page.scheme) && authority.equals(page.authority)) {
                return true;
            }
            // MediaMTX compares the scheme of exact names only: *.example.com holds for both.
            return authority.contains(ANY) && Pattern.matches(expression(), page.authority);
        }

        private String expression() {
            StringBuilder expression = new StringBuilder();
            for (int i = 0; i < authority.length(); i++) {
                if (authority.startsWith("*.", i)) {
                    expression.append("(.*\\.)?");
                    i++;
                } else if (authority.charAt(i) == '*') {
                    expression.append(".*");
                } else {
                    expression.append(Pattern.quote(authority.substring(i, i + 1)));
                }
            }
            return expression.toString();
        }
    }
}
