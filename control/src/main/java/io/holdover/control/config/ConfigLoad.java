package io.holdover.control.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A configuration and the file that it came from. Reading blocks; never on a loop.
 *
 * @param file
 *            none if there is no file and the defaults hold
 * @param lookedFor
 *            the files that were looked for, in that order
 */
public record ConfigLoad(Optional<Path> file, List<Path> lookedFor, ConfigOutcome outcome) {
    /** A file this long is not a configuration. */
    public static final int LIMIT_BYTES = 4 << 20;

    private static final List<String> NAMES = List.of("holdover.yml", "mediamtx.yml");

    /**
     * Reads the named file, or else the first of {@code holdover.yml} and {@code mediamtx.yml} in the working directory, or else takes the
     * defaults.
     *
     * @param named
     *            null if the operator named none
     */
    public static ConfigLoad load(@Nullable Path named, Path workingDirectory) {
        if (named != null) {
            Path file = workingDirectory.resolve(named);
            return new ConfigLoad(Optional.of(file), List.of(file), read(named.toString(), file));
        }
        List<Path> lookedFor = NAMES.stream().map(workingDirectory::resolve).toList();
        Optional<Path> found = lookedFor.stream().filter(Files::exists).findFirst();
        ConfigOutcome outcome = found.map(file -> read(String.valueOf(file.getFileName()), file))
                .orElse(new ConfigOutcome.Accepted(HoldoverConfig.withoutFile(), List.of()));
        return new ConfigLoad(found, lookedFor, outcome);
    }

    private static ConfigOutcome read(String name, Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LIMIT_BYTES + 1);
        } catch (NoSuchFileException e) {
            return refused(Place.wholeOf(name), "no such file");
        } catch (AccessDeniedException e) {
            return refused(Place.wholeOf(name), "may not be read");
        } catch (IOException e) {
            return refused(Place.wholeOf(name), "cannot be read: " + e.getMessage());
        }
        if (bytes.length > LIMIT_BYTES) {
            return refused(Place.wholeOf(name), "longer than " + (LIMIT_BYTES >> 20) + " MiB: this is no configuration");
        }
        return decode(name, bytes);
    }

    private static ConfigOutcome decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        // With nothing to follow, an incomplete character at the end is an error as well.
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        chars.flip();
        if (result.isError()) {
            long line = chars.chars().filter(c -> c == '\n').count() + 1;
            int column = chars.length() - chars.toString().lastIndexOf('\n');
            return refused(new Place(name, (int) line, column), "not UTF-8");
        }
        String text = chars.toString();
        return ConfigReader.read(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static ConfigOutcome refused(Place place, String message) {
        return new ConfigOutcome.Refused(List.of(new ConfigProblem(place, message)));
    }
}
