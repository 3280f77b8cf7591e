package io.holdover.control.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the configuration again when its file changes, in place, by a rename over it or by a link that leads elsewhere. What is valid takes
 * the place of what held before, what is not leaves everything as it is. One thread of its own; {@link #reload} on any thread, where it
 * blocks on the file.
 */
public final class ConfigWatch implements AutoCloseable {
    /** How long a file must be left alone before it is read: writers need more than one write. */
    public static final Duration QUIET = Duration.ofMillis(100);
    /** A file that is never left alone is read after so many signs of life. */
    static final int LIMIT_DISTURBANCES = 50;
    /** A file that is written while it is read is read again, but no more often than this. */
    static final int LIMIT_READINGS = 10;
    /** Paths of one log line. */
    private static final int LIMIT_LOST_LOGGED = 20;
    /** Within this, the system tells of what was written during the reading. */
    private static final Duration ECHO = Duration.ofMillis(20);

    private static final Logger LOG = System.getLogger(ConfigWatch.class.getName());

    private final Path file;
    private final Supplier<ConfigLoad> source;
    private final LiveConfig live;
    private final Duration quiet;
    private final WatchService service;

    // Thread of the watch, after the constructor
    private WatchedLinks links;
    private final Map<WatchKey, Path> folders = new HashMap<>();

    // Guarded by reading
    private final ReentrantLock reading = new ReentrantLock();
    private String digest;

    private ConfigWatch(Path file, ConfigLoad loaded, Supplier<ConfigLoad> source, LiveConfig live, Duration quiet) throws IOException {
        this.file = file;
        this.source = source;
        this.live = live;
        this.quiet = quiet;
        this.digest = loaded.digest();
        this.service = file.getFileSystem().newWatchService();
        try {
            this.links = WatchedLinks.to(file);
            register();
        } catch (IOException e) {
            service.close();
            throw e;
        }
    }

    /**
     * Watches from now on.
     *
     * @param loaded
     *            what holds; its file is the one that is watched
     * @param source
     *            reads it again, on the watch's own thread
     * @param quiet
     *            {@link #QUIET}, but for tests
     * @throws IOException
     *             if the folder cannot be watched
     */
    public static ConfigWatch open(ConfigLoad loaded, Supplier<ConfigLoad> source, LiveConfig live, Duration quiet) throws IOException {
        Path file = loaded.file().orElseThrow(() -> new IllegalArgumentException("there is no file"));
        ConfigWatch watch = new ConfigWatch(file, loaded, source, live, quiet);
        Thread.ofPlatform().daemon().name("config-watch").start(watch::run);
        return watch;
    }

    /** Reads the file and takes it even if it says what it said before: changes by the API are gone then. */
    public void reload() {
        reading.lock();
        try {
            take(source.get());
        } finally {
            reading.unlock();
        }
    }

    /** Nothing is read any more. Harmless when repeated. */
    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the watch of " + file + " did not close", e);
        }
    }

    private void run() {
        try {
            // The file may have changed between its first reading and now.
            readWhenQuiet();
            while (true) {
                if (matters(service.take())) {
                    readWhenQuiet();
                }
            }
        } catch (ClosedWatchServiceException _) {
            // the end
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void readWhenQuiet() throws InterruptedException {
        boolean isRead = false;
        for (int left = LIMIT_READINGS - 1; !isRead; left--) {
            waitForQuiet();
            try {
                follow();
                isRead = readIfChanged(left == 0);
            } catch (ClosedWatchServiceException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                // A bug that one version of the file brings to light must not keep the next one from being read.
                LOG.log(Level.ERROR, "the changed configuration could not be read, what held before goes on", e);
                isRead = true;
            }
        }
    }

    /** Whether the file was written while it was read: half of it may have been seen. */
    private boolean isDisturbed() {
        try {
            WatchKey key = service.poll(ECHO.toMillis(), TimeUnit.MILLISECONDS);
            return key != null && matters(key);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void waitForQuiet() throws InterruptedException {
        int disturbances = 0;
        WatchKey key = service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
        while (key != null && disturbances < LIMIT_DISTURBANCES) {
            matters(key);
            disturbances++;
            key = service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (key != null) {
            matters(key);
        }
    }

    /** Takes the events off {@code key}; whether one may be about the file. */
    private boolean matters(WatchKey key) {
        Path folder = folders.get(key);
        boolean matters = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            // Without a name, some were lost.
            matters |= folder == null || !(event.context() instanceof Path name) || links.matters(folder, name);
        }
        if (!key.reset()) {
            folders.remove(key);
        }
        return matters;
    }

    /** Links may lead elsewhere now. */
    private void follow() {
        try {
            links = WatchedLinks.to(file);
            register();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "changes of " + file + " may go unnoticed: " + e);
        }
    }

    private void register() throws IOException {
        Map<WatchKey, Path> before = Map.copyOf(folders);
        folders.clear();
        for (Path folder : links.namesByFolder().keySet()) {
            folders.put(folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), folder);
        }
        before.keySet().stream().filter(key -> !folders.containsKey(key)).forEach(WatchKey::cancel);
    }

    /** False if it has to be read once more. */
    private boolean readIfChanged(boolean anyway) {
        reading.lock();
        try {
            ConfigLoad load = source.get();
            if (load.digest().equals(digest)) {
                return true;
            }
            if (!anyway && isDisturbed()) {
                return false;
            }
            take(load);
            return true;
        } finally {
            reading.unlock();
        }
    }

    /** What was added by the API is not in the file, and its streams end. */
    private static void warnOfLostSections(HoldoverConfig before, HoldoverConfig after) {
        List<String> lost = before.paths().stream().map(rule -> rule.pattern().key()).filter(key -> after.section(key).isEmpty()).toList();
        if (!lost.isEmpty()) {
            LOG.log(Level.WARNING, "not in the configuration any more: "
                    + lost.stream().limit(LIMIT_LOST_LOGGED).collect(Collectors.joining(", "))
                    + (lost.size() > LIMIT_LOST_LOGGED ? " and " + (lost.size() - LIMIT_LOST_LOGGED) + " more" : ""));
        }
    }

    private void take(ConfigLoad load) {
        if (!load.digest().isEmpty()) {
            digest = load.digest(); // what cannot be read at present may come back as it was
        }
        if (load.blank()) {
            LOG.log(Level.ERROR, file + " is empty, what held before goes on; '{}' stands for the defaults");
            return;
        }
        switch (load.outcome()) {
            case ConfigOutcome.Accepted accepted -> {
                LOG.log(Level.INFO, "configuration loaded from " + file);
                accepted.warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
                warnOfLostSections(live.current(), accepted.config());
                live.replace(accepted.config());
            }
            case ConfigOutcome.Refused refused -> LOG.log(Level.ERROR, "the changed configuration is not valid, what held before goes on:\n"
                    + refused.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        }
    }
}
