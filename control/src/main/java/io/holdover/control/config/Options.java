package io.holdover.control.config;

import static io.holdover.control.config.Option.global;
import static io.holdover.control.config.Option.path;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.AuthMethod;
import io.holdover.control.auth.InternalUser;
import io.holdover.control.auth.Permission;
import io.holdover.control.config.Option.Effect;
import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;
import io.holdover.stream.hold.HoldOptions;

/**
 * The table of all options: those that are served are lines here, the others are in {@link UnservedOptions}, {@link UnservedPathOptions}
 * and {@link DeprecatedOptions}. A new option is a line, and nothing else.
 */
public final class Options {

    // Logging

    public static final Option<LogLevel> LOG_LEVEL = global("logLevel", new ChoiceType<>(LogLevel.class), LogLevel.INFO, Effect.AT_ONCE,
            "How much is logged. Each level includes those before it.");

    public static final Option<List<LogDestination>> LOG_DESTINATIONS = global("logDestinations",
            new ListType<>(new ChoiceType<>(LogDestination.class)), List.of(LogDestination.STDOUT), Effect.AT_ONCE,
            "Where log lines go: any of `stdout`, `file`, `syslog`.");

    public static final Option<Boolean> LOG_STRUCTURED = global("logStructured", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether `stdout` and `file` get one JSON object a line.");

    public static final Option<String> LOG_FILE = global("logFile", Types.FILE, "mediamtx.log", Effect.AT_ONCE,
            "The log file, for the destination `file`.");

    public static final Option<String> SYSLOG_PREFIX = global("sysLogPrefix", Types.TEXT, "mediamtx", Effect.AT_ONCE,
            "The name of the program in the system's log, for the destination `syslog`.");

    // Peers of every protocol

    public static final Option<Duration> READ_TIMEOUT = global("readTimeout", Types.TIMEOUT, Duration.ofSeconds(10), Effect.NEW_PEERS,
            "A peer from which nothing has come for this long is closed; so is a publisher that sends no media.").in("time");

    public static final Option<Duration> WRITE_TIMEOUT = global("writeTimeout", Types.TIMEOUT, Duration.ofSeconds(10), Effect.NEW_PEERS,
            "A peer that has taken nothing of what was to be sent for this long is closed.").in("time");

    public static final Option<String> RUN_ON_CONNECT = global("runOnConnect", Types.COMMAND, "", Effect.NEW_PEERS,
            "Runs while a peer is connected; it gets SIGINT when the peer goes.");

    public static final Option<Boolean> RUN_ON_CONNECT_RESTART = global("runOnConnectRestart", Types.BOOLEAN, false, Effect.NEW_PEERS,
            "Whether `runOnConnect` is started again when it ends by itself.");

    public static final Option<String> RUN_ON_DISCONNECT = global("runOnDisconnect", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs once when a peer has gone.");

    // Holding

    public static final Option<Integer> MAX_HELD_PATHS = global("maxHeldPaths", new CountType(0, 100_000, "1000"), 1_000, Effect.AT_ONCE,
            "How many paths may be held at once without a publisher. Beyond it the one that has been held longest without readers ends.")
            .in("paths");

    // Authentication

    public static final Option<AuthMethod> AUTH_METHOD = global("authMethod", new ChoiceType<>(AuthMethod.class), AuthMethod.INTERNAL,
            Effect.AT_ONCE, "Who decides: the users of this file, a service that is asked over HTTP, or the issuer of signed tokens.");

    public static final Option<List<InternalUser>> AUTH_INTERNAL_USERS = global("authInternalUsers", Types.USERS, defaultUsers(),
            Effect.AT_ONCE,
            "With `internal`: who may do what. The user `any` is everybody and has no password; `ips` says from where, all if empty; "
                    + "a permission is an action (`publish`, `read`, `playback`, `api`, `metrics`, `pprof`) and a path, all if empty, "
                    + "or a regular expression after `~`.");

    public static final Option<String> AUTH_HTTP_ADDRESS = global("authHTTPAddress", Types.URL, "", Effect.AT_ONCE,
            "With `http`: where each request is asked about by POST. An answer of 20x allows it.");

    public static final Option<String> AUTH_HTTP_FINGERPRINT = global("authHTTPFingerprint", Types.FINGERPRINT, "", Effect.AT_ONCE,
            "The certificate of that service, if no authority vouches for it.");

    public static final Option<List<Permission>> AUTH_HTTP_EXCLUDE = global("authHTTPExclude", Types.PERMISSIONS, List.of(), Effect.AT_ONCE,
            "What everybody may do without the service being asked; written as permissions.");

    public static final Option<String> AUTH_JWT_JWKS = global("authJWTJWKS", Types.URL, "", Effect.AT_ONCE,
            "With `jwt`: where the keys are that tokens are signed with.");

    public static final Option<String> AUTH_JWT_JWKS_FINGERPRINT = global("authJWTJWKSFingerprint", Types.FINGERPRINT, "", Effect.AT_ONCE,
            "The certificate of that place, if no authority vouches for it.");

    public static final Option<String> AUTH_JWT_CLAIM_KEY = global("authJWTClaimKey", Types.TEXT, "mediamtx_permissions", Effect.AT_ONCE,
            "The claim of a token that holds its permissions.");

    public static final Option<List<Permission>> AUTH_JWT_EXCLUDE = global("authJWTExclude", Types.PERMISSIONS, List.of(), Effect.AT_ONCE,
            "What everybody may do without a token; written as permissions.");

    public static final Option<String> AUTH_JWT_ISSUER = global("authJWTIssuer", Types.TEXT, "", Effect.AT_ONCE,
            "The `iss` that a token must have; any if empty.");

    public static final Option<String> AUTH_JWT_AUDIENCE = global("authJWTAudience", Types.TEXT, "", Effect.AT_ONCE,
            "The `aud` that a token must have; any if empty.");

    public static final Option<Boolean> AUTH_JWT_IN_HTTP_QUERY = global("authJWTInHTTPQuery", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether a token may stand in the query of an HTTP request, where proxies log it.").deprecated();

    // API

    public static final Option<Boolean> API = global("api", Types.BOOLEAN, false, Effect.LISTENER, "Whether the control API is served.");

    public static final Option<ListenAddress> API_ADDRESS = global("apiAddress", Types.ADDRESS, new ListenAddress("", 9997),
            Effect.LISTENER, "Where the API listens.").in("TCP");

    public static final Option<Boolean> API_ENCRYPTION = global("apiEncryption", Types.BOOLEAN, false, Effect.LISTENER,
            "Whether the API speaks HTTPS.");

    public static final Option<String> API_SERVER_KEY = global("apiServerKey", Types.FILE, "server.key", Effect.LISTENER,
            "The private key for that, in PEM.");

    public static final Option<String> API_SERVER_CERT = global("apiServerCert", Types.FILE, "server.crt", Effect.LISTENER,
            "The certificate for that, in PEM.");

    public static final Option<List<String>> API_ALLOW_ORIGINS = global("apiAllowOrigins", Types.ORIGINS, List.of("*"), Effect.LISTENER,
            "Web pages from where may call the API; `*` stands for anything.");

    public static final Option<List<IpNetwork>> API_TRUSTED_PROXIES = global("apiTrustedProxies", Types.NETWORKS, List.of(),
            Effect.LISTENER, "Proxies in front of the API whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.");

    // Metrics

    public static final Option<Boolean> METRICS = global("metrics", Types.BOOLEAN, false, Effect.LISTENER,
            "Whether figures for Prometheus are served.");

    public static final Option<ListenAddress> METRICS_ADDRESS = global("metricsAddress", Types.ADDRESS, new ListenAddress("", 9998),
            Effect.LISTENER, "Where they are served.").in("TCP");

    public static final Option<Boolean> METRICS_ENCRYPTION = global("metricsEncryption", Types.BOOLEAN, false, Effect.LISTENER,
            "Whether they are served over HTTPS.");

    public static final Option<String> METRICS_SERVER_KEY = global("metricsServerKey", Types.FILE, "server.key", Effect.LISTENER,
            "The private key for that, in PEM.");

    public static final Option<String> METRICS_SERVER_CERT = global("metricsServerCert", Types.FILE, "server.crt", Effect.LISTENER,
            "The certificate for that, in PEM.");

    public static final Option<List<String>> METRICS_ALLOW_ORIGINS = global("metricsAllowOrigins", Types.ORIGINS, List.of("*"),
            Effect.LISTENER, "Web pages from where may read them; `*` stands for anything.");

    public static final Option<List<IpNetwork>> METRICS_TRUSTED_PROXIES = global("metricsTrustedProxies", Types.NETWORKS, List.of(),
            Effect.LISTENER, "Proxies in front of them whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.");

    // SRT

    public static final Option<Boolean> SRT =
            global("srt", Types.BOOLEAN, true, Effect.LISTENER, "Whether streams are taken and given over SRT.");

    public static final Option<ListenAddress> SRT_ADDRESS = global("srtAddress", Types.ADDRESS, new ListenAddress("", 8890),
            Effect.LISTENER, "Where the SRT listener binds. Without a host it binds to every address of the machine.").in("UDP");

    // Paths

    public static final Option<PathSource> SOURCE = path("source", new SourceType(), PathSource.PUBLISHER, Effect.NEW_PEERS,
            "Where the stream comes from: `publisher` is a peer that connects. The address of a stream is understood, but nothing is "
                    + "pulled yet, and the path takes no publisher.");

    public static final Option<Boolean> OVERRIDE_PUBLISHER = path("overridePublisher", Types.BOOLEAN, true, Effect.AT_ONCE,
            "Whether a new publisher takes the place of one that is still connected. "
                    + "One that has been silent for a second can always be replaced.");

    public static final Option<Integer> MAX_READERS = path("maxReaders", new CountType(0, 1_000_000, "100"), 0, Effect.NEW_PEERS,
            "How many readers the path takes at once; 0 means any number.").in("readers");

    public static final Option<Boolean> SRT_PERSIST_ON_DISCONNECT = path("srtPersistOnDisconnect", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether the stream goes on with silence and the held picture when its publisher is lost, until a publisher returns.");

    public static final Option<Duration> SRT_PERSIST_TIMEOUT = path("srtPersistTimeout", Types.PERIOD, Duration.ZERO, Effect.AT_ONCE,
            "After this long without a publisher a held stream ends; 0s means never.").in("time");

    public static final Option<HoldOptions.Picture> SRT_PERSIST_VIDEO = path("srtPersistVideo",
            new ChoiceType<>(HoldOptions.Picture.class), HoldOptions.Picture.FREEZE, Effect.AT_ONCE,
            "What a held stream shows: `freeze` holds the last picture, `stop` sends no more pictures than a joining reader needs.");

    public static final Option<Duration> SRT_PERSIST_STALL_TIMEOUT = path("srtPersistStallTimeout", Types.PERIOD, Duration.ofMillis(300),
            Effect.AT_ONCE,
            "How much later than usual a publisher's sound may be before silence stands in for it, although the connection still stands; "
                    + "0s means for ever.")
            .in("time");

    public static final Option<String> SRT_PUBLISH_PASSPHRASE = path("srtPublishPassphrase", Types.PASSPHRASE, "", Effect.NEW_PEERS,
            "What an SRT publisher must encrypt with; empty means that it must not encrypt.").in("10 to 79 bytes");

    public static final Option<String> SRT_READ_PASSPHRASE = path("srtReadPassphrase", Types.PASSPHRASE, "", Effect.NEW_PEERS,
            "What an SRT reader must encrypt with; empty means that it must not encrypt.").in("10 to 79 bytes");

    // Hooks of paths

    public static final Option<String> RUN_ON_INIT = path("runOnInit", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs while the server runs; it gets SIGINT at the end. Not for regular expressions and `all_others`.");

    public static final Option<Boolean> RUN_ON_INIT_RESTART = path("runOnInitRestart", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether it is started again when it ends by itself.");

    public static final Option<String> RUN_ON_DEMAND = path("runOnDemand", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs when somebody wants to read and nobody publishes, to start a publisher; it gets SIGINT when nobody reads any more.");

    public static final Option<Boolean> RUN_ON_DEMAND_RESTART = path("runOnDemandRestart", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether it is started again when it ends by itself.");

    public static final Option<Duration> RUN_ON_DEMAND_START_TIMEOUT = path("runOnDemandStartTimeout", Types.PERIOD, Duration.ofSeconds(10),
            Effect.AT_ONCE, "How long readers wait for that publisher; then they are refused and the command is ended.").in("time");

    public static final Option<Duration> RUN_ON_DEMAND_CLOSE_AFTER = path("runOnDemandCloseAfter", Types.PERIOD, Duration.ofSeconds(10),
            Effect.AT_ONCE, "How long it runs on after the last reader.").in("time");

    public static final Option<String> RUN_ON_UN_DEMAND = path("runOnUnDemand", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs once when `runOnDemand` has been ended.");

    public static final Option<String> RUN_ON_AVAILABLE = path("runOnAvailable", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs while the stream can be read, held or not; it gets SIGINT when it cannot any more.");

    public static final Option<Boolean> RUN_ON_AVAILABLE_RESTART = path("runOnAvailableRestart", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether it is started again when it ends by itself.");

    public static final Option<String> RUN_ON_UNAVAILABLE = path("runOnUnavailable", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs once when the stream cannot be read any more.");

    public static final Option<String> RUN_ON_ONLINE = path("runOnOnline", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs while a publisher is there; it gets SIGINT when it is gone.");

    public static final Option<Boolean> RUN_ON_ONLINE_RESTART = path("runOnOnlineRestart", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether it is started again when it ends by itself.");

    public static final Option<String> RUN_ON_OFFLINE = path("runOnOffline", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs once when the publisher is gone.");

    public static final Option<String> RUN_ON_READ = path("runOnRead", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs while a reader reads, one for each; it gets SIGINT when the reader goes.");

    public static final Option<Boolean> RUN_ON_READ_RESTART = path("runOnReadRestart", Types.BOOLEAN, false, Effect.AT_ONCE,
            "Whether it is started again when it ends by itself.");

    public static final Option<String> RUN_ON_UNREAD = path("runOnUnread", Types.COMMAND, "", Effect.AT_ONCE,
            "Runs once when a reader has gone.");

    /** Options about one thing. */
    record Group(String title, Scope scope, List<Option<?>> options) {
        Group(String title, Scope scope, Option<?>... options) {
            this(title, scope, List.of(options));
        }
    }

    /** Those that are served, in the order of the reference page. */
    static final List<Group> SERVED = List.of(
            new Group("Logging", Scope.GLOBAL, LOG_LEVEL, LOG_DESTINATIONS, LOG_STRUCTURED, LOG_FILE, SYSLOG_PREFIX),
            new Group("Peers of every protocol", Scope.GLOBAL, READ_TIMEOUT, WRITE_TIMEOUT, RUN_ON_CONNECT, RUN_ON_CONNECT_RESTART,
                    RUN_ON_DISCONNECT),
            new Group("SRT", Scope.GLOBAL, SRT, SRT_ADDRESS),
            new Group("Holding", Scope.GLOBAL, MAX_HELD_PATHS),
            new Group("Authentication", Scope.GLOBAL, AUTH_METHOD, AUTH_INTERNAL_USERS, AUTH_HTTP_ADDRESS, AUTH_HTTP_FINGERPRINT,
                    AUTH_HTTP_EXCLUDE, AUTH_JWT_JWKS, AUTH_JWT_JWKS_FINGERPRINT, AUTH_JWT_CLAIM_KEY, AUTH_JWT_EXCLUDE, AUTH_JWT_ISSUER,
                    AUTH_JWT_AUDIENCE),
            new Group("Control API", Scope.GLOBAL, API, API_ADDRESS, API_ENCRYPTION, API_SERVER_KEY, API_SERVER_CERT, API_ALLOW_ORIGINS,
                    API_TRUSTED_PROXIES),
            new Group("Metrics", Scope.GLOBAL, METRICS, METRICS_ADDRESS, METRICS_ENCRYPTION, METRICS_SERVER_KEY, METRICS_SERVER_CERT,
                    METRICS_ALLOW_ORIGINS, METRICS_TRUSTED_PROXIES),
            new Group("Publishers and readers", Scope.PATH, SOURCE, OVERRIDE_PUBLISHER, MAX_READERS, SRT_PUBLISH_PASSPHRASE,
                    SRT_READ_PASSPHRASE),
            new Group("The hold", Scope.PATH, SRT_PERSIST_ON_DISCONNECT, SRT_PERSIST_TIMEOUT, SRT_PERSIST_VIDEO,
                    SRT_PERSIST_STALL_TIMEOUT),
            new Group("Hooks", Scope.PATH, RUN_ON_INIT, RUN_ON_INIT_RESTART, RUN_ON_DEMAND, RUN_ON_DEMAND_RESTART,
                    RUN_ON_DEMAND_START_TIMEOUT, RUN_ON_DEMAND_CLOSE_AFTER, RUN_ON_UN_DEMAND, RUN_ON_AVAILABLE, RUN_ON_AVAILABLE_RESTART,
                    RUN_ON_UNAVAILABLE, RUN_ON_ONLINE, RUN_ON_ONLINE_RESTART, RUN_ON_OFFLINE, RUN_ON_READ, RUN_ON_READ_RESTART,
                    RUN_ON_UNREAD));

    /** Made when it is first asked for: the other parts of the table refer to the lines above. */
    private static final class Table {
        private static final List<Option<?>> ALL = Stream.of(SERVED.stream().flatMap(group -> group.options().stream()),
                UnservedOptions.ALL.stream(), UnservedPathOptions.ALL.stream(), CameraOptions.ALL.stream(), DeprecatedOptions.ALL.stream())
                .<Option<?>>flatMap(options -> options).toList();

        private static final Map<Scope, Map<String, Option<?>>> BY_NAME = ALL.stream().collect(Collectors.groupingBy(Option::scope,
                Collectors.toMap(Option::name, option -> option, Table::both, LinkedHashMap::new)));

        private static final Map<Scope, List<Option<?>>> IN_SCOPE = ALL.stream().collect(Collectors.groupingBy(Option::scope));

        private static Option<?> both(Option<?> one, Option<?> other) {
            throw new IllegalStateException("two lines for " + one + " and " + other);
        }
    }

    private Options() {
    }

    /** All of them, in the order of the reference page. */
    public static List<Option<?>> all() {
        return Table.ALL;
    }

    /** Those of one scope, in the order of the reference page. */
    public static List<Option<?>> of(Scope scope) {
        return Table.IN_SCOPE.getOrDefault(scope, List.of());
    }

    /** Those of one scope and standing, in the order of the reference page. */
    public static List<Option<?>> of(Scope scope, Standing standing) {
        return of(scope).stream().filter(option -> option.standing() == standing).toList();
    }

    /** The option of that name; null if there is none. */
    static @Nullable Option<?> named(Scope scope, String name) {
        return Table.BY_NAME.getOrDefault(scope, Map.of()).get(name);
    }

    static Set<String> names(Scope scope) {
        return Table.BY_NAME.getOrDefault(scope, Map.of()).keySet();
    }

    /** Everybody may publish, read and play back; the API and the metrics are for the machine itself. */
    private static List<InternalUser> defaultUsers() {
        InternalUser everybody = new InternalUser(InternalUser.ANY, "", List.of(), List.of(new Permission(AuthAction.PUBLISH, ""),
                new Permission(AuthAction.READ, ""), new Permission(AuthAction.PLAYBACK, "")));
        InternalUser here = new InternalUser(InternalUser.ANY, "", List.of(IpNetwork.parse("127.0.0.1"), IpNetwork.parse("::1")),
                List.of(new Permission(AuthAction.API, ""), new Permission(AuthAction.METRICS, ""), new Permission(AuthAction.PPROF, "")));
        return List.of(everybody, here);
    }
}
