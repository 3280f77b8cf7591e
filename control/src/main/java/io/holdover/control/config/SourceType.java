package io.holdover.control.config;

import java.util.Set;

/** Where the stream of a path comes from. */
final class SourceType implements ScalarType<PathSource> {
    private static final Set<String> WORDS = Set.of("publisher", "redirect", "rpiCamera");
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "rtsp+http", "rtsps+http", "rtsp+ws", "rtsps+ws", "rtmp", "rtmps",
            "http", "https", "udp", "udp+mpegts", "unix+mpegts", "udp+rtp", "unix+rtp", "srt", "moqt", "whep", "wheps");

    @Override
    public String name() {
        return "source";
    }

    @Override
    public String expectation() {
        return "'publisher', or the address of a stream,";
    }

    @Override
    public String example() {
        return "publisher";
    }

    @Override
    public PathSource parse(String text) throws InvalidOptionException {
        int end = text.indexOf("://");
        if (!WORDS.contains(text) && (end < 0 || !SCHEMES.contains(text.substring(0, end)))) {
            throw InvalidOptionException.expected(this, text);
        }
        return new PathSource(text);
    }

    @Override
    public String show(PathSource value) {
        return value.text();
    }

    @Override
    public String display(PathSource value) {
        return InvalidOptionException.withoutUserInfo(value.text());
    }
}
