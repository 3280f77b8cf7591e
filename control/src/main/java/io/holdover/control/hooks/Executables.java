package io.holdover.control.hooks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does. */
final class Executables {
    private Executables() {
    }

    /** The file that is meant by a name; empty if there is none that may be run. */
    static Optional<Path> find(String program) {
        try {
            if (program.contains("/")) {
                return Optional.of(Path.of(program)).filter(Executables::mayRun);
            }
            String folders = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
            for (String folder : folders.split(File.pathSeparator, -1)) {
                Path file = Path.of(folder, program);
                if (!folder.isEmpty() && mayRun(file)) {
                    return Optional.of(file);
                }
            }
        } catch (InvalidPathException _) {
            // Not even a name.
        }
        return Optional.empty();
    }

    private static boolean mayRun(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file);
    }
}
