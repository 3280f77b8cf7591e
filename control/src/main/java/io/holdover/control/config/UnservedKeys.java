package io.holdover.control.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import io.holdover.control.config.Option.Scope;

/**
 * The keys of a {@code mediamtx.yml} that are not served yet. They are accepted, so that an existing file loads, and each brings one
 * warning. A key leaves this list when it gets its line in {@link Options}.
 */
final class UnservedKeys {
    private static final Set<String> GLOBAL = words("""
            logDestinations logStructured logFile sysLogPrefix dumpPackets readBufferCount writeQueueSize udpMaxPayloadSize
            udpReadBufferSize runOnConnect runOnConnectRestart runOnDisconnect authMethod authInternalUsers authHTTPAddress
            externalAuthenticationURL authHTTPFingerprint authHTTPExclude authJWTJWKS authJWTJWKSFingerprint authJWTClaimKey
            authJWTExclude authJWTInHTTPQuery authJWTIssuer authJWTAudience api apiAddress apiEncryption apiServerKey apiServerCert
            apiAllowOrigin apiAllowOrigins apiTrustedProxies metrics metricsAddress metricsEncryption metricsServerKey metricsServerCert
            metricsAllowOrigin metricsAllowOrigins metricsTrustedProxies pprof pprofAddress pprofEncryption pprofServerKey
            pprofServerCert pprofAllowOrigin pprofAllowOrigins pprofTrustedProxies playback playbackAddress playbackEncryption
            playbackServerKey playbackServerCert playbackAllowOrigin playbackAllowOrigins playbackTrustedProxies rtsp rtspDisable
            protocols rtspTransports encryption rtspEncryption rtspAddress rtspsAddress rtpAddress rtcpAddress multicastIPRange
            multicastRTPPort multicastRTCPPort srtpAddress srtcpAddress multicastSRTPPort multicastSRTCPPort serverKey serverCert
            rtspServerKey rtspServerCert authMethods rtspAuthMethods rtspTrustedProxies rtspUDPReadBufferSize rtmp rtmpDisable
            rtmpEncryption rtmpAddress rtmpsAddress rtmpServerKey rtmpServerCert rtmpTrustedProxies hls hlsDisable hlsAddress
            hlsEncryption hlsServerKey hlsServerCert hlsAllowOrigin hlsAllowOrigins hlsTrustedProxies hlsAlwaysRemux hlsVariant
            hlsSegmentCount hlsSegmentDuration hlsPartDuration hlsSegmentMaxSize hlsDirectory hlsMuxerCloseAfter hlsCDNSecret webrtc
            webrtcDisable webrtcAddress webrtcEncryption webrtcServerKey webrtcServerCert webrtcAllowOrigin webrtcAllowOrigins
            webrtcTrustedProxies webrtcLocalUDPAddress webrtcLocalTCPAddress webrtcIPsFromInterfaces webrtcIPsFromInterfacesList
            webrtcAdditionalHosts webrtcICEServers2 webrtcSTUNGatherTimeout webrtcHandshakeTimeout webrtcTrackGatherTimeout
            webrtcICEUDPMuxAddress webrtcICETCPMuxAddress webrtcICEHostNAT1To1IPs webrtcICEServers moq moqHTTP2Address moqHTTP3Address
            moqQUICAddress moqServerKey moqServerCert moqAllowOrigins moqTrustedProxies moqHTTPS2Address moqHTTPS3Address record
            recordPath recordFormat recordPartDuration recordSegmentDuration recordDeleteAfter
            """);

    private static final Set<String> PATH = words("""
            sourceFingerprint sourceOnDemand sourceOnDemandStartTimeout sourceOnDemandCloseAfter fallback useAbsoluteTimestamp
            alwaysAvailable alwaysAvailableTracks alwaysAvailableFile forward record playback recordPath recordFormat recordPartDuration
            recordMaxPartSize recordSegmentDuration recordDeleteAfter publishUser publishPass publishIPs readUser readPass readIPs
            disablePublisherOverride rtspDemuxMpegts rtspTransport rtspAnyPort sourceProtocol sourceAnyPortEnable rtspRangeType
            rtspRangeStart rtspScale rtspUDPReadBufferSize rtspUDPSourcePortRange mpegtsUDPReadBufferSize rtpSDP rtpUDPReadBufferSize
            moqTransport whepBearerToken whepSTUNGatherTimeout whepHandshakeTimeout whepTrackGatherTimeout sourceRedirect rpiCameraCamID
            rpiCameraSecondary rpiCameraWidth rpiCameraHeight rpiCameraHFlip rpiCameraVFlip rpiCameraBrightness rpiCameraContrast
            rpiCameraSaturation rpiCameraSharpness rpiCameraExposure rpiCameraAWB rpiCameraAWBGains rpiCameraDenoise rpiCameraShutter
            rpiCameraMetering rpiCameraGain rpiCameraEV rpiCameraROI rpiCameraHDR rpiCameraTuningFile rpiCameraMode rpiCameraFPS
            rpiCameraAfMode rpiCameraAfRange rpiCameraAfSpeed rpiCameraLensPosition rpiCameraAfWindow rpiCameraFlickerPeriod
            rpiCameraTextOverlayEnable rpiCameraTextOverlay rpiCameraCodec rpiCameraIDRPeriod rpiCameraBitrate rpiCameraProfile
            rpiCameraLevel rpiCameraHardwareH264Profile rpiCameraHardwareH264Level rpiCameraSoftwareH264Profile
            rpiCameraSoftwareH264Level rpiCameraH264Profile rpiCameraH264Level rpiCameraJPEGQuality rpiCameraMJPEGQuality runOnInit
            runOnInitRestart runOnDemand runOnDemandRestart runOnDemandStartTimeout runOnDemandCloseAfter runOnUnDemand runOnAvailable
            runOnAvailableRestart runOnUnavailable runOnReady runOnReadyRestart runOnNotReady runOnOnline runOnOnlineRestart
            runOnOffline runOnRead runOnReadRestart runOnUnread runOnRecordSegmentCreate runOnRecordSegmentComplete
            """);

    private static final Set<String> LOCKS =
            Set.of("externalAuthenticationURL", "publishUser", "publishPass", "publishIPs", "readUser", "readPass", "readIPs");

    private UnservedKeys() {
    }

    /** The keys of one scope. */
    static Set<String> of(Scope scope) {
        return switch (scope) {
            case GLOBAL -> GLOBAL;
            case PATH -> PATH;
        };
    }

    /** What the operator should know about an accepted key that has no effect. */
    static String warning(String key, String value) {
        if (key.equals("record")) {
            return value.equals("no") || value.equals("false") || value.equals("off")
                    ? "'record' has no effect: recording is not served yet"
                    : "'record' has no effect: recording is not served yet, nothing is written";
        }
        // Whoever wrote these relies on a closed door.
        if (key.startsWith("auth") || LOCKS.contains(key)) {
            return "'" + key + "' has no effect: authentication is not served yet, nobody is refused by it";
        }
        return "'" + key + "' has no effect: it is not served yet";
    }

    private static Set<String> words(String text) {
        return new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s+")));
    }
}
