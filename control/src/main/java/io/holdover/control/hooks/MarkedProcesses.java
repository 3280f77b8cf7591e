package io.holdover.control.hooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what has come of a hook, however far it has run: every process carries a mark in its environment, and so do its children, their
 * children and daemons. Linux only; elsewhere nothing is found. Thread of the {@link HookRunner}.
 */
final class MarkedProcesses {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String VARIABLE = "HOLDOVER_HOOK";

    // A system has thousands; what is beyond is not looked at.
    private static final int LIMIT_PROCESSES = 65_536;
    private static final int LIMIT_ENVIRONMENT_BYTES = 1 << 20;

    private final String token;
    private final byte[] needle;

    /** @param token no other server's */
    MarkedProcesses(String token) {
        this.token = token;
        this.needle = (VARIABLE + "=" + token + "-").getBytes(StandardCharsets.US_ASCII);
    }

    /** Marks the processes of a hook. */
    void mark(Map<String, String> environment, int hook) {
        environment.put(VARIABLE, token + "-" + hook);
    }

    /** The processes of each hook at this moment. */
    Map<Integer, List<Long>> find() {
        Map<Integer, List<Long>> found = new HashMap<>();
        int seen = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path entry : entries) {
                if (seen++ == LIMIT_PROCESSES) {
                    break;
                }
                int hook = hookOf(entry);
                if (hook >= 0) {
                    found.computeIfAbsent(hook, _ -> new ArrayList<>()).add(Long.valueOf(entry.getFileName().toString()));
                }
            }
        } catch (IOException _) {
            // No such folder on this system.
        }
        return found;
    }

    private int hookOf(Path process) {
        byte[] environment;
        try (var in = Files.newInputStream(process.resolve("environ"))) {
            environment = in.readNBytes(LIMIT_ENVIRONMENT_BYTES);
        } catch (IOException _) {
            return -1; // another user's, or gone
        }
        for (int start = 0; start < environment.length; start++) {
            if (startsAt(environment, start)) {
                return number(environment, start + needle.length);
            }
            while (start < environment.length && environment[start] != 0) {
                start++;
            }
        }
        return -1;
    }

    private boolean startsAt(byte[] environment, int start) {
        if (start + needle.length > environment.length) {
            return false;
        }
        for (int i = 0; i < needle.length; i++) {
            if (environment[start + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] text, int start) {
        int number = 0;
        for (int i = start; i < text.length && text[i] >= '0' && text[i] <= '9'; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
