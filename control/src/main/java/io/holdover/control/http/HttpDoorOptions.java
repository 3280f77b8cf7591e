package io.holdover.control.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.config.ListenAddress;
import io.holdover.control.config.Option;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;

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

    /** Whether a door of these options has to be opened anew for others: it listens elsewhere, or with another certificate. */
    public boolean listensLike(HttpDoorOptions other) {
        return address.equals(other.address) && tls.equals(other.tls);
    }

    public HttpDoorOptions {
        allowOrigins = List.copyOf(allowOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** A door as the configuration describes it, whichever door it is. */
    public static HttpDoorOptions of(String name, AuthAction action, Option<ListenAddress> address, Option<Boolean> encryption,
            Option<String> certificate, Option<String> key, Option<List<String>> origins, Option<List<IpNetwork>> proxies,
            OptionValues global) {
        Optional<TlsFiles> tls = global.get(encryption)
                ? Optional.of(new TlsFiles(Path.of(global.get(certificate)), Path.of(global.get(key))))
                : Optional.empty();
        return new HttpDoorOptions(name, address.name(), global.get(address), tls, global.get(origins), global.get(proxies), action,
                HttpLimits.DEFAULTS.with(global.get(Options.READ_TIMEOUT), global.get(Options.WRITE_TIMEOUT)));
    }
}
