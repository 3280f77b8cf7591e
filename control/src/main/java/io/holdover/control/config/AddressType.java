package io.holdover.control.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code :port}, {@code host:port} or {@code [ipv6]:port}. Names are resolved when the listener opens, not here. */
final class AddressType implements ScalarType<ListenAddress> {
    // A host name has at most 253 characters (RFC 1035 3.1).
    private static final Pattern ADDRESS = Pattern
            .compile("(?:\\[(?<v6>[0-9a-fA-F:.]{2,45}(?:%[0-9a-zA-Z_.-]{1,16})?)]|(?<host>[0-9a-zA-Z_.-]{0,253})):(?<port>[0-9]{1,5})");

    @Override
    public String name() {
        return "address";
    }

    @Override
    public String expectation() {
        return "an address (host:port, or :port for every interface)";
    }

    @Override
    public String example() {
        return ":8890";
    }

    @Override
    public ListenAddress parse(String text) throws InvalidOptionException {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw InvalidOptionException.expected(this, text);
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port > 65_535) {
            throw InvalidOptionException.expected(this, text);
        }
        String v6 = matcher.group("v6");
        return new ListenAddress(v6 != null ? v6 : matcher.group("host"), port);
    }

    @Override
    public String show(ListenAddress value) {
        return value.toString();
    }
}
