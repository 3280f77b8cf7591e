package io.holdover.server;

import java.nio.file.Path;
import java.util.Set;

import io.holdover.control.config.LogDestination;
import io.holdover.control.config.LogLevel;

/**
 * What is logged, how, and where to.
 *
 * @param level how much
 * @param destinations where to; none means that nothing is logged
 * @param structured whether standard output and the file get a JSON object for each line
 * @param file for {@link LogDestination#FILE}
 * @param limitFileBytes when the file would become larger than this, it is put aside and begun anew
 * @param oldFiles how many files that were put aside are kept, as {@code .1}, {@code .2}, ...
 * @param sysLogPrefix what {@link LogDestination#SYSLOG} knows the server as
 */
record LogOptions(LogLevel level, Set<LogDestination> destinations, boolean structured, Path file, long limitFileBytes, int oldFiles,
        String sysLogPrefix) {
    static final long LIMIT_FILE_BYTES = 100L << 20;
    static final int OLD_FILES = 5;

    /** @throws IllegalArgumentException naming the component that is out of range */
    LogOptions {
        destinations = Set.copyOf(destinations);
        if (limitFileBytes < 1 || oldFiles < 1) {
            throw new IllegalArgumentException("too small: limitFileBytes " + limitFileBytes + ", oldFiles " + oldFiles);
        }
    }

    /** Lines for people, on standard output. */
    static LogOptions stdout(LogLevel level) {
        return new LogOptions(level, Set.of(LogDestination.STDOUT), false, Path.of("holdover.log"), LIMIT_FILE_BYTES, OLD_FILES,
                "holdover");
    }

    /** The same with another level. */
    LogOptions with(LogLevel other) {
        return new LogOptions(other, destinations, structured, file, limitFileBytes, oldFiles, sysLogPrefix);
    }
}
