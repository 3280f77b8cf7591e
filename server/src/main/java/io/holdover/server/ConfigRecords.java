package io.holdover.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthOptions;
import io.holdover.control.auth.HttpAuthOptions;
import io.holdover.control.auth.JwtAuthOptions;
import io.holdover.control.config.ListenAddress;
import io.holdover.control.config.Option;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.HttpLimits;
import io.holdover.control.http.TlsFiles;

/** The configuration in the records of those who go by it. */
final class ConfigRecords {
    private ConfigRecords() {
    }

    static AuthOptions auth(OptionValues global) {
        HttpAuthOptions http = new HttpAuthOptions(global.get(Options.AUTH_HTTP_ADDRESS), global.get(Options.AUTH_HTTP_FINGERPRINT),
                global.get(Options.AUTH_HTTP_EXCLUDE), global.get(Options.READ_TIMEOUT));
        JwtAuthOptions jwt = new JwtAuthOptions(global.get(Options.AUTH_JWT_JWKS), global.get(Options.AUTH_JWT_JWKS_FINGERPRINT),
                global.get(Options.AUTH_JWT_CLAIM_KEY), global.get(Options.AUTH_JWT_EXCLUDE), global.get(Options.AUTH_JWT_ISSUER),
                global.get(Options.AUTH_JWT_AUDIENCE), global.get(Options.AUTH_JWT_IN_HTTP_QUERY), global.get(Options.READ_TIMEOUT));
        return new AuthOptions(global.get(Options.AUTH_METHOD), global.get(Options.AUTH_INTERNAL_USERS), http, jwt);
    }

    static Optional<HttpDoorOptions> apiDoor(OptionValues global) {
        return global.get(Options.API)
                ? Optional.of(door("API", AuthAction.API, Options.API_ADDRESS, Options.API_ENCRYPTION, Options.API_SERVER_CERT,
                        Options.API_SERVER_KEY, Options.API_ALLOW_ORIGINS, Options.API_TRUSTED_PROXIES, global))
                : Optional.empty();
    }

    static Optional<HttpDoorOptions> metricsDoor(OptionValues global) {
        return global.get(Options.METRICS)
                ? Optional.of(door("metrics", AuthAction.METRICS, Options.METRICS_ADDRESS, Options.METRICS_ENCRYPTION,
                        Options.METRICS_SERVER_CERT, Options.METRICS_SERVER_KEY, Options.METRICS_ALLOW_ORIGINS,
                        Options.METRICS_TRUSTED_PROXIES, global))
                : Optional.empty();
    }

    private static HttpDoorOptions door(String name, AuthAction action, Option<ListenAddress> address, Option<Boolean> encryption,
            Option<String> certificate, Option<String> key, Option<List<String>> origins, Option<List<IpNetwork>> proxies,
            OptionValues global) {
        Optional<TlsFiles> tls = global.get(encryption)
                ? Optional.of(new TlsFiles(Path.of(global.get(certificate)), Path.of(global.get(key))))
                : Optional.empty();
        return new HttpDoorOptions(name, address.name(), global.get(address), tls, global.get(origins), global.get(proxies), action,
                HttpLimits.DEFAULTS.with(global.get(Options.READ_TIMEOUT), global.get(Options.WRITE_TIMEOUT)));
    }
}
