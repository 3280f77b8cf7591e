package io.holdover.control.config;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The folders in which something must change for a file to become another one, with the names that matter there: the file itself, and every
 * symbolic link on the way to it. Kubernetes, for one, changes {@code ..data} beside a file that is a link through it.
 */
record WatchedLinks(Map<Path, Set<Path>> namesByFolder) {
    /** Longer chains of links are loops; Linux says 40. */
    static final int LIMIT_LINKS = 40;

    /** Looks at the way to {@code file} as it is now. */
    static WatchedLinks to(Path file) throws IOException {
        Map<Path, Set<Path>> names = new HashMap<>();
        Path rest = file.toAbsolutePath().normalize();
        for (int links = 0; links <= LIMIT_LINKS; links++) {
            Path link = firstLink(rest);
            Path folder = link.getParent();
            if (folder != null) {
                names.computeIfAbsent(folder, _ -> new HashSet<>()).add(link.getFileName());
            }
            if (folder == null || !Files.isSymbolicLink(link)) {
                return new WatchedLinks(names);
            }
            // What follows the link goes on behind what it leads to.
            rest = folder.resolve(Files.readSymbolicLink(link)).resolve(link.relativize(rest)).normalize();
        }
        throw new FileSystemLoopException(file.toString());
    }

    private static Path firstLink(Path path) {
        Path prefix = path.getRoot();
        for (Path name : path) {
            prefix = prefix.resolve(name);
            if (Files.isSymbolicLink(prefix)) {
                return prefix;
            }
        }
        return path;
    }

    boolean matters(Path folder, Path name) {
        return namesByFolder.getOrDefault(folder, Set.of()).contains(name);
    }
}
