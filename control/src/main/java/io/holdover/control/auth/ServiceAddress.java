package io.holdover.control.auth;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.holdover.gateway.AddressText;

/**
 * Where an HTTP service is.
 *
 * @param authorization
 *            what goes into the header of that name, for {@code http://user:password@host/}; "" if nothing does
 * @param host
 *            its name or address, without brackets
 * @param port
 *            -1 for the usual one
 * @param rest
 *            path and query
 */
record ServiceAddress(String scheme, String authorization, String host, int port, String rest) {
    private static final Pattern AUTHORITY = Pattern.compile("(?:([^@]*)@)?(\\[[0-9a-fA-F:.]+\\]|[^\\[\\]:@]+)(?::([0-9]{1,5}))?");

    /** @throws IllegalArgumentException if it is no address; it may hold a password and is not shown */
    static ServiceAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            throw unreadable();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw unreadable();
        }
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
        if (!authority.matches()) {
            throw unreadable();
        }
        String user = authority.group(1) == null ? "" : URLDecoder.decode(authority.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        String authorization = user.isEmpty() ? ""
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        String host = authority.group(2).replace("[", "").replace("]", "");
        int port = authority.group(3) == null ? -1 : Integer.parseInt(authority.group(3));
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new ServiceAddress(scheme, authorization, host, port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /**
     * What can be called. Names of containers often have underscores, which {@link URI} takes for no host: those are looked up here, so
     * this may block.
     */
    URI uri() throws UnknownHostException {
        String reachable = host.indexOf('_') < 0 ? host : AddressText.of(InetAddress.getByName(host));
        return URI.create(scheme + "://" + (reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]")
                + (port < 0 ? "" : ":" + port) + rest);
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("must be an address such as 'http://host:8080/path'");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return scheme + "://" + host;
    }
}
