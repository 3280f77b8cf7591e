package io.holdover.control.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/**
 * The configuration that holds at present, and the ways to change it while the server runs. Any thread; changes take place one after the
 * other, each as a whole or not at all. Changing never blocks on anything but another change.
 */
public final class LiveConfig {
    private static final Logger LOG = System.getLogger(LiveConfig.class.getName());

    private final ReentrantLock changing = new ReentrantLock();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile HoldoverConfig config;

    /** Told of each change after it holds, on the thread that changed it, one after the other. */
    @FunctionalInterface
    public interface ChangeListener {
        void onChange(HoldoverConfig before, HoldoverConfig after);
    }

    /** A change that was refused; the message is for whoever asked for it. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** There is no section of that name. */
    public static final class NoSuchPathException extends Exception {
        private static final long serialVersionUID = 1L;

        public NoSuchPathException() {
            super("path not found");
        }
    }

    public LiveConfig(HoldoverConfig config) {
        this.config = config;
    }

    /** What holds now. */
    public HoldoverConfig current() {
        return config;
    }

    /** From the next change on. */
    public void onChange(ChangeListener listener) {
        listeners.add(listener);
    }

    /** Every global option with its present value, as the API prints it, in the order of the table. */
    public ObjectNode global() {
        return printed(Scope.GLOBAL, config.global());
    }

    /** Every path option with the value that holds where a path says nothing. */
    public ObjectNode pathDefaults() {
        return printed(JsonNodeFactory.instance.objectNode().put("name", ""), Scope.PATH, config.pathDefaults());
    }

    /** Every section of {@code paths} with all its options and its name under {@code name}, by name. */
    public List<ObjectNode> paths() {
        return config.paths().stream().sorted(Comparator.comparing(rule -> rule.pattern().key())).map(LiveConfig::printed).toList();
    }

    /** One section of {@code paths}. */
    public ObjectNode path(String name) throws NoSuchPathException {
        return printed(section(name));
    }

    /** Changes what {@code change} names and nothing else. */
    public void patchGlobal(JsonNode change) throws RefusedException {
        changing.lock();
        try {
            HoldoverConfig before = config;
            OptionValues.Builder pathDefaults = OptionValues.Builder.of(before.pathDefaults());
            OptionValues global = JsonChange.over(before.given(), Scope.GLOBAL, change, pathDefaults).alone();
            HoldoverConfig after = before.withGlobal(global).withPathDefaults(pathDefaults.alone());
            apply(after, ConfigRules.violations(after));
        } finally {
            changing.unlock();
        }
    }

    /** Changes what holds where a path says nothing. */
    public void patchPathDefaults(JsonNode change) throws RefusedException {
        changing.lock();
        try {
            HoldoverConfig before = config;
            HoldoverConfig after = before.withPathDefaults(change(before.pathDefaults(), change).alone());
            apply(after, ConfigRules.violations(after));
        } finally {
            changing.unlock();
        }
    }

    /** Adds a section behind all others. */
    public void addPath(String name, JsonNode values) throws RefusedException {
        changing.lock();
        try {
            if (config.section(name).isPresent()) {
                throw new RefusedException("path already exists");
            }
            put(name, values);
        } finally {
            changing.unlock();
        }
    }

    /** Changes what {@code change} names in one section. */
    public void patchPath(String name, JsonNode change) throws RefusedException, NoSuchPathException {
        changing.lock();
        try {
            HoldoverConfig before = config;
            PathRule section = section(name);
            OptionValues values = change(section.values(), change).over(before.pathDefaults());
            put(new PathRule(section.pattern(), values));
        } finally {
            changing.unlock();
        }
    }

    /** Adds the path, or puts it in place of the one that has this name. */
    public void replacePath(String name, JsonNode values) throws RefusedException {
        changing.lock();
        try {
            put(name, values);
        } finally {
            changing.unlock();
        }
    }

    /** Removes a section; its paths fall to another one or to none. */
    public void deletePath(String name) throws NoSuchPathException {
        changing.lock();
        try {
            hold(config.without(section(name).pattern().key()));
        } finally {
            changing.unlock();
        }
    }

    /** Another reading of the file: puts it in place of everything, also of what was changed by the API. */
    public void replace(HoldoverConfig replacement) {
        changing.lock();
        try {
            hold(replacement);
        } finally {
            changing.unlock();
        }
    }

    private PathRule section(String name) throws NoSuchPathException {
        return config.section(name).orElseThrow(NoSuchPathException::new);
    }

    private void put(String name, JsonNode values) throws RefusedException {
        HoldoverConfig before = config;
        PathPattern pattern;
        try {
            pattern = PathPattern.parse(name);
        } catch (InvalidOptionException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        put(new PathRule(pattern, change(OptionValues.DEFAULTS, values).over(before.pathDefaults())));
    }

    private void put(PathRule section) throws RefusedException {
        HoldoverConfig after = config.with(section);
        if (section.pattern() instanceof PathPattern.Others
                && after.paths().stream().filter(rule -> rule.pattern() instanceof PathPattern.Others).count() > 1) {
            throw new RefusedException("all_others, all and '~^.*$' are aliases");
        }
        if (after.paths().size() > HoldoverConfig.LIMIT_PATHS) {
            throw new RefusedException("more than " + HoldoverConfig.LIMIT_PATHS + " paths");
        }
        apply(after, ConfigRules.violations(after, section));
        ConfigRules.warnings(List.of(section)).forEach(warning -> LOG.log(Level.WARNING, warning.message()));
    }

    /** Takes what the API made of the configuration, if it is sound as a whole. */
    private void apply(HoldoverConfig after, List<ConfigRules.Violation> violations) throws RefusedException {
        if (!violations.isEmpty()) {
            throw new RefusedException(violations.getFirst().message());
        }
        hold(after);
    }

    private static OptionValues.Builder change(OptionValues layer, JsonNode change) throws RefusedException {
        return JsonChange.over(layer, Scope.PATH, change, new OptionValues.Builder());
    }

    private void hold(HoldoverConfig after) {
        HoldoverConfig before = config;
        if (after.equals(before)) {
            return;
        }
        config = after;
        for (ChangeListener listener : listeners) {
            try {
                listener.onChange(before, after);
            } catch (RuntimeException e) {
                // The others must hear of it all the same.
                LOG.log(Level.ERROR, "a part of the server did not take the changed configuration", e);
            }
        }
    }

    private static ObjectNode printed(PathRule section) {
        return printed(JsonNodeFactory.instance.objectNode().put("name", section.pattern().key()), Scope.PATH, section.values());
    }

    private static ObjectNode printed(Scope scope, OptionValues values) {
        return printed(JsonNodeFactory.instance.objectNode(), scope, values);
    }

    private static ObjectNode printed(ObjectNode object, Scope scope, OptionValues values) {
        for (Option<?> option : Options.of(scope)) {
            if (option.standing() == Standing.DEPRECATED && !values.holds(option)) {
                continue;
            }
            object.set(option.name(), values.api(option));
        }
        return object;
    }
}
