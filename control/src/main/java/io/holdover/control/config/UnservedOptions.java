package io.holdover.control.config;

import static io.holdover.control.config.Option.unserved;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.StructType.Field;
import io.holdover.control.config.StructType.Parts;

/** The lines of the table for options at the top level that are understood, but have no effect yet. */
final class UnservedOptions {
    static final Option<Integer> WRITE_QUEUE_SIZE = of("writeQueueSize", new CountType(1, 1 << 24, "512"), 512,
            "How many packets may wait for a reader. Holdover's readers share one ring and need no queue of their own.");

    static final Option<List<String>> RTSP_TRANSPORTS = of("rtspTransports", ListType.ofSet(new WordType("udp", "multicast", "tcp")),
            List.of("multicast", "tcp", "udp"), "What RTSP peers may send media over.");
    static final Option<String> RTSP_ENCRYPTION =
            of("rtspEncryption", new EncryptionType(), "no", "Whether RTSPS is served beside RTSP, or alone.");
    static final Option<List<String>> RTSP_AUTH_METHODS = of("rtspAuthMethods", new ListType<>(new WordType("digest", "basic")),
            List.of("basic"), "How RTSP peers may prove who they are.");
    static final Option<Boolean> RTSP = of("rtsp", Types.BOOLEAN, true, "Whether RTSP is served.");
    static final Option<String> RTSP_SERVER_KEY = of("rtspServerKey", Types.FILE, "server.key", "The private key for RTSPS.");
    static final Option<String> RTSP_SERVER_CERT = of("rtspServerCert", Types.FILE, "server.crt", "The certificate for RTSPS.");

    static final Option<Boolean> RTMP = of("rtmp", Types.BOOLEAN, true, "Whether RTMP is served.");
    static final Option<Boolean> HLS = of("hls", Types.BOOLEAN, true, "Whether HLS is served.");
    static final Option<Boolean> WEBRTC = of("webrtc", Types.BOOLEAN, true, "Whether WebRTC is served.");

    static final Option<String> WEBRTC_LOCAL_UDP_ADDRESS =
            of("webrtcLocalUDPAddress", Types.ADDRESS_OR_NONE, ":8189", "Where WebRTC media comes in over UDP; empty for nowhere.");
    static final Option<String> WEBRTC_LOCAL_TCP_ADDRESS =
            of("webrtcLocalTCPAddress", Types.ADDRESS_OR_NONE, "", "Where WebRTC media comes in over TCP; empty for nowhere.");
    static final Option<List<String>> WEBRTC_ADDITIONAL_HOSTS =
            of("webrtcAdditionalHosts", Types.WORDS, List.of(), "Further names and addresses that browsers are told of.");

    static final Field<String> ICE_URL = new Field<>("url", Types.TEXT, "");
    static final Field<String> ICE_USERNAME = new Field<>("username", Types.TEXT, "");
    static final Field<String> ICE_PASSWORD = new Field<>("password", Types.TOKEN, "");
    private static final Field<Boolean> ICE_CLIENT_ONLY = new Field<>("clientOnly", Types.BOOLEAN, false);
    static final Option<List<Parts>> WEBRTC_ICE_SERVERS = of("webrtcICEServers2",
            new ListType<>(StructType.unread("STUN and TURN servers", "{url: 'stun:stun.example.org:3478'}", ICE_URL, ICE_USERNAME,
                    ICE_PASSWORD, ICE_CLIENT_ONLY)),
            List.of(), "Servers that help browsers and the server find each other.");

    static final Option<String> MOQ_HTTP2_ADDRESS =
            of("moqHTTP2Address", Types.ADDRESS_OR_NONE, ":8892", "Where the page of the MoQ player is served.");
    static final Option<String> MOQ_HTTP3_ADDRESS =
            of("moqHTTP3Address", Types.ADDRESS_OR_NONE, ":8892", "Where MoQ over WebTransport is served.");

    static final List<Option<?>> ALL = all();

    private UnservedOptions() {
    }

    private static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String doc) {
        return unserved(Scope.GLOBAL, name, type, defaultValue, doc);
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>();
        all.add(of("dumpPackets", Types.BOOLEAN, false, "Whether every packet is written to disk, to look for faults."));
        all.add(WRITE_QUEUE_SIZE);
        all.add(of("udpMaxPayloadSize", new CountType(0, 1472, "1452"), 1452, "How long a sent datagram may be, in bytes."));
        all.add(of("udpReadBufferSize", Types.COUNT, 0, "How many bytes the system keeps for each UDP socket; 0 for its own choice."));
        http(all, "pprof", ":9999", "profiles of the Go runtime");
        http(all, "playback", ":9996", "recordings over HTTP");
        rtsp(all);
        rtmp(all);
        hls(all);
        webrtc(all);
        moq(all);
        return List.copyOf(all);
    }

    private static void http(List<Option<?>> all, String name, String address, String what) {
        all.add(of(name, Types.BOOLEAN, false, "Whether there are " + what + "."));
        all.add(of(name + "Address", Types.ADDRESS_OR_NONE, address, "Where there are " + what + "."));
        encryption(all, name);
        origins(all, name);
    }

    private static void encryption(List<Option<?>> all, String name) {
        all.add(of(name + "Encryption", Types.BOOLEAN, false, "Whether HTTPS is spoken there."));
        all.add(of(name + "ServerKey", Types.FILE, "server.key", "The private key for that."));
        all.add(of(name + "ServerCert", Types.FILE, "server.crt", "The certificate for that."));
    }

    private static void origins(List<Option<?>> all, String name) {
        all.add(of(name + "AllowOrigins", Types.ORIGINS, List.of("*"), "Web pages from where may call it."));
        all.add(of(name + "TrustedProxies", Types.NETWORKS, List.of(), "Proxies in front of it that are believed."));
    }

    private static void rtsp(List<Option<?>> all) {
        all.add(RTSP);
        all.add(RTSP_TRANSPORTS);
        all.add(RTSP_ENCRYPTION);
        all.add(of("rtspAddress", Types.ADDRESS_OR_NONE, ":8554", "Where RTSP listens."));
        all.add(of("rtspsAddress", Types.ADDRESS_OR_NONE, ":8322", "Where RTSPS listens."));
        all.add(of("rtpAddress", Types.ADDRESS_OR_NONE, ":8000", "Where RTP comes in."));
        all.add(of("rtcpAddress", Types.ADDRESS_OR_NONE, ":8001", "Where RTCP comes in."));
        all.add(of("multicastIPRange", Types.TEXT, "224.1.0.0/16", "Which multicast groups are used."));
        all.add(of("multicastRTPPort", Types.COUNT, 8002, "The port of multicast RTP."));
        all.add(of("multicastRTCPPort", Types.COUNT, 8003, "The port of multicast RTCP."));
        all.add(of("srtpAddress", Types.ADDRESS_OR_NONE, ":8004", "Where SRTP comes in."));
        all.add(of("srtcpAddress", Types.ADDRESS_OR_NONE, ":8005", "Where SRTCP comes in."));
        all.add(of("multicastSRTPPort", Types.COUNT, 8006, "The port of multicast SRTP."));
        all.add(of("multicastSRTCPPort", Types.COUNT, 8007, "The port of multicast SRTCP."));
        all.add(RTSP_SERVER_KEY);
        all.add(RTSP_SERVER_CERT);
        all.add(RTSP_AUTH_METHODS);
        all.add(of("rtspTrustedProxies", Types.NETWORKS, List.of(), "Proxies in front of RTSP whose PROXY header is believed."));
    }

    private static void rtmp(List<Option<?>> all) {
        all.add(RTMP);
        all.add(of("rtmpEncryption", new EncryptionType(), "no", "Whether RTMPS is served beside RTMP, or alone."));
        all.add(of("rtmpAddress", Types.ADDRESS_OR_NONE, ":1935", "Where RTMP listens."));
        all.add(of("rtmpsAddress", Types.ADDRESS_OR_NONE, ":1936", "Where RTMPS listens."));
        all.add(of("rtmpServerKey", Types.FILE, "server.key", "The private key for RTMPS."));
        all.add(of("rtmpServerCert", Types.FILE, "server.crt", "The certificate for RTMPS."));
        all.add(of("rtmpTrustedProxies", Types.NETWORKS, List.of(), "Proxies in front of RTMP whose PROXY header is believed."));
    }

    private static void hls(List<Option<?>> all) {
        all.add(HLS);
        all.add(of("hlsAddress", Types.ADDRESS_OR_NONE, ":8888", "Where HLS is served."));
        encryption(all, "hls");
        origins(all, "hls");
        all.add(of("hlsAlwaysRemux", Types.BOOLEAN, false, "Whether segments are made before anybody asks for them."));
        all.add(of("hlsVariant", new WordType("mpegts", "fmp4", "lowLatency"), "lowLatency", "What kind of segments is made."));
        all.add(of("hlsSegmentCount", Types.COUNT, 7, "How many segments a playlist has."));
        all.add(of("hlsSegmentDuration", Types.PERIOD, Duration.ofSeconds(1), "How long a segment is at least."));
        all.add(of("hlsPartDuration", Types.PERIOD, Duration.ofMillis(200), "How long a part of a segment is at least."));
        all.add(of("hlsSegmentMaxSize", Types.SIZE, 50L << 20, "How large a segment may become."));
        all.add(of("hlsDirectory", Types.FILE, "", "A folder for segments; empty for memory alone."));
        all.add(of("hlsMuxerCloseAfter", Types.PERIOD, Duration.ofSeconds(60), "How long segments are made after the last request."));
        all.add(of("hlsCDNSecret", Types.TOKEN, "", "A bearer token by which a content network is known."));
    }

    private static void webrtc(List<Option<?>> all) {
        all.add(WEBRTC);
        all.add(of("webrtcAddress", Types.ADDRESS_OR_NONE, ":8889", "Where WHIP, WHEP and the player's page are served."));
        encryption(all, "webrtc");
        origins(all, "webrtc");
        all.add(WEBRTC_LOCAL_UDP_ADDRESS);
        all.add(WEBRTC_LOCAL_TCP_ADDRESS);
        all.add(of("webrtcIPsFromInterfaces", Types.BOOLEAN, true, "Whether browsers are told the machine's own addresses."));
        all.add(of("webrtcIPsFromInterfacesList", Types.WORDS, List.of(), "Of which network interfaces; all if empty."));
        all.add(WEBRTC_ADDITIONAL_HOSTS);
        all.add(WEBRTC_ICE_SERVERS);
        all.add(of("webrtcSTUNGatherTimeout", Types.PERIOD, Duration.ofSeconds(5), "How long addresses are gathered."));
        all.add(of("webrtcHandshakeTimeout", Types.PERIOD, Duration.ofSeconds(10), "How long a connection may take to come about."));
        all.add(of("webrtcTrackGatherTimeout", Types.PERIOD, Duration.ofSeconds(2), "How long a publisher's tracks are waited for."));
    }

    private static void moq(List<Option<?>> all) {
        all.add(of("moq", Types.BOOLEAN, true, "Whether Media over QUIC is served."));
        all.add(MOQ_HTTP2_ADDRESS);
        all.add(MOQ_HTTP3_ADDRESS);
        all.add(of("moqQUICAddress", Types.ADDRESS_OR_NONE, ":8893", "Where MoQ over plain QUIC is served."));
        all.add(of("moqServerKey", Types.FILE, "auto.key", "The private key for MoQ."));
        all.add(of("moqServerCert", Types.FILE, "auto.crt", "The certificate for MoQ."));
        origins(all, "moq");
    }
}
