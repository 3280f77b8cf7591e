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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
 * @param digest
 *            of the file's content, to know it again; empty if it could not be read
 * @param blank
 *            whether there is nothing in the file: as when it is about to be written, or the disk is full
 */
public record ConfigLoad(Optional<Path> file, List<Path> lookedFor, String digest, boolean blank, ConfigOutcome outcome) {
    /** A file this long is not a configuration. */
    public static final int LIMIT_BYTES = 4 << 20;

    private static final List<String> NAMES = List.of("holdover.yml", "mediamtx.yml");
    private static final String WITHOUT_FILE = "paths: {all_others: }";

    /**
     * Reads the named file, or else the first of {@code holdover.yml} and {@code mediamtx.yml} in the working directory, or else takes the
     * defaults.
     *
     * @param named
     *            null if the operator named none
     */
    public static ConfigLoad load(@Nullable Path named, Path workingDirectory, Environment environment) {
        if (named != null) {
            Path file = workingDirectory.resolve(named);
            return read(named.toString(), file, List.of(file), environment);
        }
        List<Path> lookedFor = NAMES.stream().map(workingDirectory::resolve).toList();
        return lookedFor.stream().filter(Files::exists).findFirst()
                .map(file -> read(String.valueOf(file.getFileName()), file, lookedFor, environment))
                .orElseGet(() -> new ConfigLoad(Optional.empty(), lookedFor, "", false,
                        ConfigReader.read("no file", WITHOUT_FILE, environment)));
    }

    /** The same without variables. */
    public static ConfigLoad load(@Nullable Path named, Path workingDirectory) {
        return load(named, workingDirectory, Environment.NONE);
    }

    private static ConfigLoad read(String name, Path file, List<Path> lookedFor, Environment environment) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LIMIT_BYTES + 1);
        } catch (NoSuchFileException e) {
            return unread(name, file, lookedFor, "no such file");
        } catch (AccessDeniedException e) {
            return unread(name, file, lookedFor, "may not be read");
        } catch (IOException e) {
            return unread(name, file, lookedFor, "cannot be read: " + e.getMessage());
        }
        if (bytes.length > LIMIT_BYTES) {
            return unread(name, file, lookedFor, "longer than " + (LIMIT_BYTES >> 20) + " MiB: this is no configuration");
        }
        return new ConfigLoad(Optional.of(file), lookedFor, digest(bytes), new String(bytes, StandardCharsets.ISO_8859_1).isBlank(),
                decode(name, bytes, environment));
    }

    private static ConfigLoad unread(String name, Path file, List<Path> lookedFor, String reason) {
        return new ConfigLoad(Optional.of(file), lookedFor, "", false, refused(Place.wholeOf(name), reason));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static ConfigOutcome decode(String name, byte[] bytes, Environment environment) {
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
        return ConfigReader.read(name, text.startsWith("\uFEFF") ? text.substring(1) : text, environment);
    }

    private static ConfigOutcome refused(Place place, String message) {
        return new ConfigOutcome.Refused(List.of(new ConfigProblem(place, message)));
    }
}
