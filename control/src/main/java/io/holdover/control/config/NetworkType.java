package io.holdover.control.config;

import io.holdover.control.IpNetwork;

/** An IP address or a network. */
final class NetworkType implements ScalarType<IpNetwork> {
    @Override
    public String name() {
        return "IP networks";
    }

    @Override
    public String expectation() {
        return "an IP address or network";
    }

    @Override
    public String example() {
        return "10.0.0.0/8";
    }

    @Override
    public IpNetwork parse(String text) throws InvalidOptionException {
        try {
            return IpNetwork.parse(text);
        } catch (IllegalArgumentException _) {
            throw InvalidOptionException.expected(this, text);
        }
    }

    @Override
    public String show(IpNetwork value) {
        return value.toString();
    }
}
