package io.holdover.control.config;

import static io.holdover.control.config.UnservedOptions.ICE_PASSWORD;
import static io.holdover.control.config.UnservedOptions.ICE_URL;
import static io.holdover.control.config.UnservedOptions.ICE_USERNAME;
import static io.holdover.control.config.UnservedPathOptions.RECORD;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthMethod;
import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.StructType.Parts;

/** The lines of the table for keys of old files: each sets what has taken its place. */
final class DeprecatedOptions {
    static final Option<String> PUBLISH_USER = credential("publishUser", Types.TEXT, "");
    static final Option<String> PUBLISH_PASS = credential("publishPass", new SecretType(), "");
    static final Option<List<IpNetwork>> PUBLISH_IPS = credential("publishIPs", Types.NETWORKS, List.of());
    static final Option<String> READ_USER = credential("readUser", Types.TEXT, "");
    static final Option<String> READ_PASS = credential("readPass", new SecretType(), "");
    static final Option<List<IpNetwork>> READ_IPS = credential("readIPs", Types.NETWORKS, List.of());

    /** What old files say about who may publish and read a path. */
    static final List<Option<?>> CREDENTIALS = List.of(PUBLISH_USER, PUBLISH_PASS, PUBLISH_IPS, READ_USER, READ_PASS, READ_IPS);

    /** Those of them that may be hashes. */
    static final List<Option<String>> SECRETS = List.of(PUBLISH_USER, PUBLISH_PASS, READ_USER, READ_PASS);

    private static final List<Option<?>> GLOBAL = List.of(
            global("readBufferCount", UnservedOptions.WRITE_QUEUE_SIZE),
            deprecated(Scope.GLOBAL, "externalAuthenticationURL", Types.URL, "").replacedBy(Options.AUTH_HTTP_ADDRESS, url -> url)
                    .replacedBy(Options.AUTH_METHOD, _ -> AuthMethod.HTTP),
            Options.AUTH_JWT_IN_HTTP_QUERY,
            origin("api", Options.API_ALLOW_ORIGINS), origin("metrics", Options.METRICS_ALLOW_ORIGINS), origin("pprof"), origin("playback"),
            origin("hls"), origin("webrtc"),
            disabling("rtspDisable", UnservedOptions.RTSP), disabling("rtmpDisable", UnservedOptions.RTMP),
            disabling("hlsDisable", UnservedOptions.HLS), disabling("webrtcDisable", UnservedOptions.WEBRTC),
            global("protocols", UnservedOptions.RTSP_TRANSPORTS), global("encryption", UnservedOptions.RTSP_ENCRYPTION),
            global("serverKey", UnservedOptions.RTSP_SERVER_KEY), global("serverCert", UnservedOptions.RTSP_SERVER_CERT),
            global("authMethods", UnservedOptions.RTSP_AUTH_METHODS),
            deprecated(Scope.GLOBAL, "rtspUDPReadBufferSize", Types.COUNT, 0),
            global("webrtcICEUDPMuxAddress", UnservedOptions.WEBRTC_LOCAL_UDP_ADDRESS),
            global("webrtcICETCPMuxAddress", UnservedOptions.WEBRTC_LOCAL_TCP_ADDRESS),
            global("webrtcICEHostNAT1To1IPs", UnservedOptions.WEBRTC_ADDITIONAL_HOSTS),
            deprecated(Scope.GLOBAL, "webrtcICEServers", Types.WORDS, List.of())
                    .replacedBy(UnservedOptions.WEBRTC_ICE_SERVERS, DeprecatedOptions::iceServers),
            global("moqHTTPS2Address", UnservedOptions.MOQ_HTTP2_ADDRESS), global("moqHTTPS3Address", UnservedOptions.MOQ_HTTP3_ADDRESS),
            global("record", RECORD), global("recordPath", UnservedPathOptions.RECORD_PATH),
            global("recordFormat", UnservedPathOptions.RECORD_FORMAT),
            global("recordPartDuration", UnservedPathOptions.RECORD_PART_DURATION),
            global("recordSegmentDuration", UnservedPathOptions.RECORD_SEGMENT_DURATION),
            global("recordDeleteAfter", UnservedPathOptions.RECORD_DELETE_AFTER));

    private static final List<Option<?>> PATH = List.of(
            path("fallback", Types.TEXT, ""), path("playback", Types.BOOLEAN, false),
            path("disablePublisherOverride", Types.BOOLEAN, false).replacedBy(Options.OVERRIDE_PUBLISHER, disable -> !disable),
            path("sourceProtocol", UnservedPathOptions.RTSP_TRANSPORT), path("sourceAnyPortEnable", UnservedPathOptions.RTSP_ANY_PORT),
            path("rtspUDPReadBufferSize", Types.COUNT, 0), path("mpegtsUDPReadBufferSize", Types.COUNT, 0),
            path("rtpUDPReadBufferSize", Types.COUNT, 0),
            path("rpiCameraProfile", Types.TEXT, ""), path("rpiCameraLevel", Types.TEXT, ""),
            path("rpiCameraHardwareH264Profile", Types.TEXT, ""), path("rpiCameraHardwareH264Level", Types.TEXT, ""),
            path("rpiCameraSoftwareH264Profile", Types.TEXT, ""), path("rpiCameraSoftwareH264Level", Types.TEXT, ""),
            path("rpiCameraJPEGQuality", CameraOptions.MJPEG_QUALITY),
            path("runOnReady", Options.RUN_ON_AVAILABLE), path("runOnReadyRestart", Options.RUN_ON_AVAILABLE_RESTART),
            path("runOnNotReady", Options.RUN_ON_UNAVAILABLE));

    static final List<Option<?>> ALL = Stream.of(GLOBAL, CREDENTIALS, PATH).flatMap(List::stream).toList();

    private DeprecatedOptions() {
    }

    private static <T> Option<T> deprecated(Scope scope, String name, OptionType<T> type, T empty) {
        return Option.unserved(scope, name, type, empty, "").deprecated();
    }

    private static <T> Option<T> credential(String name, OptionType<T> type, T empty) {
        return path(name, type, empty);
    }

    private static <T> Option<T> path(String name, OptionType<T> type, T empty) {
        return deprecated(Scope.PATH, name, type, empty);
    }

    /** An old name of the same thing. */
    private static <T> Option<T> path(String name, Option<T> now) {
        return deprecated(Scope.PATH, name, now.type(), now.defaultValue()).replacedBy(now, Function.identity());
    }

    private static <T> Option<T> global(String name, Option<T> now) {
        return deprecated(Scope.GLOBAL, name, now.type(), now.defaultValue()).replacedBy(now, Function.identity());
    }

    private static Option<Boolean> disabling(String name, Option<Boolean> now) {
        return deprecated(Scope.GLOBAL, name, Types.BOOLEAN, false).replacedBy(now, disable -> !disable);
    }

    private static Option<String> origin(String name, Option<List<String>> now) {
        return deprecated(Scope.GLOBAL, name + "AllowOrigin", Types.TEXT, "").replacedBy(now, List::of);
    }

    @SuppressWarnings("unchecked") // the origins of every protocol have one type
    private static Option<String> origin(String name) {
        Option<?> now =
                UnservedOptions.ALL.stream().filter(option -> option.name().equals(name + "AllowOrigins")).findFirst().orElseThrow();
        return origin(name, (Option<List<String>>) now);
    }

    /** {@code stun:host:port}, or {@code turn:user:password:host:port}. */
    private static List<Parts> iceServers(List<String> servers) {
        return servers.stream().map(server -> {
            String[] parts = server.split(":", -1);
            return parts.length == 5
                    ? new Parts().with(ICE_URL, parts[0] + ":" + parts[3] + ":" + parts[4]).with(ICE_USERNAME, parts[1])
                            .with(ICE_PASSWORD, parts[2])
                    : new Parts().with(ICE_URL, server);
        }).toList();
    }
}
