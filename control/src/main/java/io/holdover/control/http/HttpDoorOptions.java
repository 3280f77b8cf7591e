package io.holdover.control.http;

import java.util.List;
import java.util.Optional;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.config.ListenAddress;

/**
 * How a door is opened.
 *
 * @param name
 *            as the log calls it: {@code API}
 * @param addressKey
 *            the option that says {@code address}, for whoever has to change it
 * @param tls
 *            empty for plain HTTP
 * @param allowOrigins
 *            whose pages may ask: {@code *}, {@code https://*.example.com}...
 * @param trustedProxies
 *            whose word counts about who is calling
 * @param action
 *            what a caller must be allowed to do
 */
public record HttpDoorOptions(String name, String addressKey, ListenAddress address, Optional<TlsFiles> tls, List<String> allowOrigins,
        List<IpNetwork> trustedProxies, AuthAction action, HttpLimits limits) {

    public HttpDoorOptions {
        allowOrigins = List.copyOf(allowOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
