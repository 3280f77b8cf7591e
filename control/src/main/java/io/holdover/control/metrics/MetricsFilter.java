package io.holdover.control.metrics;

import java.util.List;
import java.util.Map;

/** Which part of the page is wanted: the query parameters of MediaMTX. Those of protocols that we do not serve select nothing. */
record MetricsFilter(Map<String, String> query) {
    private static final List<String> FILTERS = List.of("path", "forward_dest", "hls_muxer", "hls_session", "rtsp_conn", "rtsp_session",
            "rtsps_conn", "rtsps_session", "rtmp_conn", "rtmps_conn", "srt_conn", "webrtc_session", "moq_session");

    /** Whether anything of the type is wanted, where {@code filter} selects among what it has; "" if nothing does. */
    boolean wants(String type, String filter) {
        String wantedType = value("type");
        boolean all = FILTERS.stream().allMatch(name -> value(name).isEmpty());
        return (wantedType.isEmpty() || wantedType.equals(type)) && (all || !value(filter).isEmpty());
    }

    /** Whether the filter lets this one through. */
    boolean selects(String filter, String id) {
        String wanted = value(filter);
        return wanted.isEmpty() || wanted.equals(id);
    }

    /** Whether the filter looks for one. */
    boolean narrows(String filter) {
        return !value(filter).isEmpty();
    }

    private String value(String name) {
        return query.getOrDefault(name, "");
    }
}
