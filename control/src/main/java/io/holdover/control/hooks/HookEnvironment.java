package io.holdover.control.hooks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamPath;

/** The variables of each kind of hook, named as MediaMTX names them. They come on top of the server's own. */
final class HookEnvironment {
    private HookEnvironment() {
    }

    /** What every hook of a path has. */
    static Map<String, String> ofPath(StreamPath path, List<String> groups, String rtspPort) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MTX_PATH", path.name());
        variables.put("RTSP_PATH", path.name()); // the older name of it
        variables.put("RTSP_PORT", rtspPort);
        for (int i = 0; i < groups.size(); i++) {
            variables.put("G" + (i + 1), groups.get(i));
        }
        return variables;
    }

    /** Besides, for hooks about the publisher; null if it is not known. */
    static Map<String, String> ofPublisher(Map<String, String> ofPath, @Nullable PeerDescription publisher) {
        Map<String, String> variables = new LinkedHashMap<>(ofPath);
        variables.put("MTX_QUERY", publisher == null ? "" : escapedQuery(publisher.query()));
        if (publisher != null) {
            variables.put("MTX_SOURCE_TYPE", publisher.type());
            variables.put("MTX_SOURCE_ID", publisher.id());
        }
        return variables;
    }

    /** Besides, for hooks about a reader. */
    static Map<String, String> ofReader(Map<String, String> ofPath, PeerDescription reader) {
        Map<String, String> variables = new LinkedHashMap<>(ofPath);
        variables.put("MTX_QUERY", escapedQuery(reader.query()));
        variables.put("MTX_READER_TYPE", reader.type());
        variables.put("MTX_READER_ID", reader.id());
        return variables;
    }

    /** Besides, for hooks about whoever asks for a path that nobody publishes. */
    static Map<String, String> ofDemand(Map<String, String> ofPath, String query) {
        Map<String, String> variables = new LinkedHashMap<>(ofPath);
        variables.put("MTX_QUERY", escapedQuery(query));
        return variables;
    }

    /** For hooks about a connection. */
    static Map<String, String> ofConnection(PeerDescription peer, String rtspPort) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MTX_CONN_TYPE", peer.type());
        variables.put("MTX_CONN_ID", peer.id());
        variables.put("RTSP_PORT", rtspPort);
        return variables;
    }

    /** A query comes from a peer: nothing of it may mean anything to a shell. */
    static String escapedQuery(String query) {
        // RFC 3986 2.3: a tilde needs no escape, an asterisk does.
        return URLEncoder.encode(query, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }
}
