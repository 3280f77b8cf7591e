package io.holdover.media;

import java.nio.charset.StandardCharsets;

/**
 * The raw descriptor loop of an elementary stream, kept byte for byte: language, registration, subtitling and whatever else the publisher
 * said.
 *
 * @param loop {@code ES_info} bytes: descriptor_tag(8) descriptor_length(8) body, repeated (ISO/IEC 13818-1 2.6)
 */
public record TsDescriptors(Octets loop) {
    private static final TsDescriptors NONE = new TsDescriptors(Octets.empty());
    private static final int REGISTRATION_TAG = 0x05; // ISO/IEC 13818-1 2.6.8
    private static final int LANGUAGE_TAG = 0x0A; // ISO/IEC 13818-1 2.6.18

    public static TsDescriptors none() {
        return NONE;
    }

    /** Whether a whole descriptor with this tag is in the loop. */
    public boolean has(int tag) {
        return positionOf(tag) >= 0;
    }

    /** The body of the first descriptor with this tag, empty if there is none. */
    public Octets body(int tag) {
        int position = positionOf(tag);
        if (position < 0) {
            return Octets.empty();
        }
        return Octets.of(loop.toArray(), position + 2, loop.at(position + 1));
    }

    /** {@code format_identifier} of the registration descriptor as four characters, or an empty string. */
    public String registration() {
        Octets body = body(REGISTRATION_TAG);
        return body.length() < 4 ? "" : new String(body.toArray(), 0, 4, StandardCharsets.ISO_8859_1);
    }

    /** The first {@code ISO_639_language_code}, or an empty string. */
    public String language() {
        Octets body = body(LANGUAGE_TAG);
        return body.length() < 3 ? "" : new String(body.toArray(), 0, 3, StandardCharsets.ISO_8859_1);
    }

    private int positionOf(int tag) {
        int position = 0;
        while (position + 2 <= loop.length()) {
            int next = position + 2 + loop.at(position + 1);
            if (next > loop.length()) {
                return -1;
            }
            if (loop.at(position) == tag) {
                return position;
            }
            position = next;
        }
        return -1;
    }
}
