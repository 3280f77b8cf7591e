package io.holdover.control.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Which fields the schemas of MediaMTX have. */
final class OriginalFields {

    /**
     * A field.
     *
     * @param type
     *            {@code string}, {@code array of string}, {@code #Schema}...
     */
    record Field(String schema, String name, String type, boolean nullable) {
    }

    private OriginalFields() {
    }

    static List<Field> read() {
        try (InputStream in = Objects.requireNonNull(OriginalFields.class.getResourceAsStream("mediamtx-fields.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).map(line -> {
                String[] columns = line.split("\t", -1);
                return new Field(columns[0], columns[1], columns[2], columns.length > 3);
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
