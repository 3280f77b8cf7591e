package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/** Turns the text of one file into a configuration and reports everything that is wrong with it at once. One use each, no threads. */
public final class ConfigReader {
    /** Beyond this the rest is no news. */
    static final int LIMIT_PROBLEMS = 100;

    private static final String PATH_DEFAULTS = "pathDefaults";
    private static final String PATHS = "paths";
    private static final Set<String> SECTIONS = Set.of(PATH_DEFAULTS, PATHS);

    private final String file;
    private final YamlText yaml;
    private final EnvironmentLayer environment;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final Set<String> warned = new LinkedHashSet<>();
    private final OptionValues.Builder pathDefaults = new OptionValues.Builder();

    private ConfigReader(String file, String text, Environment environment) {
        this.file = file;
        this.yaml = new YamlText(file, text);
        this.environment = new EnvironmentLayer(environment);
    }

    /** Reads one file as if there were no variables. */
    public static ConfigOutcome read(String file, String text) {
        return read(file, text, Environment.NONE);
    }

    /**
     * Reads one file, and over it what variables say.
     *
     * @param file
     *            its name, for messages
     * @param text
     *            its content
     */
    public static ConfigOutcome read(String file, String text, Environment environment) {
        return new ConfigReader(file, text, environment).read();
    }

    private ConfigOutcome read() {
        HoldoverConfig config;
        try {
            config = config(yaml.compose());
        } catch (YamlText.NotYamlException e) {
            return new ConfigOutcome.Refused(List.of(e.problem()));
        }
        Comparator<ConfigProblem> byPlace = Comparator.<ConfigProblem>comparingInt(problem -> problem.place().line())
                .thenComparingInt(problem -> problem.place().column());
        problems.sort(byPlace);
        warnings.sort(byPlace);
        return problems.isEmpty()
                ? new ConfigOutcome.Accepted(config, warnings)
                : new ConfigOutcome.Refused(problems.subList(0, Math.min(problems.size(), LIMIT_PROBLEMS)));
    }

    private HoldoverConfig config(Optional<Node> root) {
        Map<String, Entry> entries = root.filter(node -> !isNull(node)).map(node -> entries(node, "the file")).orElse(Map.of());
        OptionValues.Builder global = new OptionValues.Builder();
        values(Scope.GLOBAL, entries, SECTIONS, global);
        overlay(Scope.GLOBAL, EnvironmentLayer.PREFIX, global, OptionValues.DEFAULTS);
        Entry defaults = entries.get(PATH_DEFAULTS);
        if (defaults != null && !isNull(defaults.value)) {
            values(Scope.PATH, entries(defaults.value, PATH_DEFAULTS), Set.of(), pathDefaults);
        }
        overlay(Scope.PATH, EnvironmentLayer.PATH_DEFAULTS_PREFIX, pathDefaults, OptionValues.DEFAULTS);
        Entry paths = entries.get(PATHS);
        Map<String, Entry> sections = paths == null || isNull(paths.value) ? Map.of() : entries(paths.value, PATHS);
        HoldoverConfig config = new HoldoverConfig(global.alone(), pathDefaults.alone(), rules(paths, sections));
        warnings.addAll(environment.warnings());
        if (problems.isEmpty()) {
            checkWhole(config, sections);
        }
        return config;
    }

    private List<PathRule> rules(@Nullable Entry paths, Map<String, Entry> sections) {
        List<PathRule> rules = new ArrayList<>();
        if (paths != null && sections.size() > HoldoverConfig.LIMIT_PATHS) {
            problem(place(paths.key), "more than " + HoldoverConfig.LIMIT_PATHS + " paths");
            return rules;
        }
        Map<String, OptionValues.Builder> read = new LinkedHashMap<>();
        sections.forEach((key, entry) -> {
            OptionValues.Builder values = new OptionValues.Builder();
            if (!isNull(entry.value)) {
                values(Scope.PATH, entries(entry.value, "path '" + key + "'"), Set.of(), values);
            }
            read.put(key, values);
        });
        OptionValues below = pathDefaults.alone();
        environment.sections(read.keySet()).forEach((key, prefix) -> overlay(Scope.PATH, prefix,
                read.computeIfAbsent(key, _ -> new OptionValues.Builder()), below));
        String others = null;
        for (Map.Entry<String, OptionValues.Builder> section : read.entrySet()) {
            String key = section.getKey();
            Entry entry = sections.get(key);
            Place place = entry == null ? Place.wholeOf("environment") : place(entry.key);
            try {
                PathPattern pattern = PathPattern.parse(key);
                if (pattern instanceof PathPattern.Others) {
                    if (others != null) {
                        problem(place, "'" + key + "' and '" + others
                                + "' are the same section: all_others, all and ~^.*$ mean one thing");
                    }
                    others = key;
                }
                rules.add(new PathRule(pattern, section.getValue().over(below)));
            } catch (InvalidOptionException e) {
                problem(place, e.getMessage());
            }
        }
        if (rules.isEmpty() && problems.isEmpty()) {
            warnings.add(new ConfigProblem(paths == null ? Place.wholeOf(file) : place(paths.key),
                    "no path is configured, so every publisher and reader is refused; 'all_others:' under 'paths:' admits them all"));
        }
        return rules;
    }

    private void checkWhole(HoldoverConfig config, Map<String, Entry> sections) {
        for (ConfigRules.Violation violation : ConfigRules.violations(config)) {
            problem(placeOf(violation.section(), sections),
                    violation.section().map(section -> "path '" + section.pattern().key() + "': ").orElse("") + violation.message());
        }
        for (ConfigRules.Violation warning : ConfigRules.warnings(config.paths())) {
            warnings.add(new ConfigProblem(placeOf(warning.section(), sections), warning.message()));
        }
    }

    private Place placeOf(Optional<PathRule> section, Map<String, Entry> sections) {
        return section.map(rule -> sections.get(rule.pattern().key())).map(entry -> place(entry.key)).orElse(Place.wholeOf(file));
    }

    /** The options of one scope among {@code entries}; everything else there is a problem. */
    private void values(Scope scope, Map<String, Entry> entries, Set<String> sections, OptionValues.Builder values) {
        Map<Option<?>, Entry> old = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            Option<?> option = Options.named(scope, key);
            if (option == null) {
                if (!sections.contains(key)) {
                    unknown(scope, key, entry, sections);
                }
            } else if (option.standing() == Standing.DEPRECATED) {
                old.put(option, entry);
            } else {
                value(option, entry, values);
            }
        });
        // They win over what has taken their place, wherever they stand.
        old.forEach((option, entry) -> value(option, entry, values));
    }

    private <T> void value(Option<T> option, Entry entry, OptionValues.Builder values) {
        if (isNull(entry.value)) {
            return; // a key without a value leaves the option as it is
        }
        try {
            read(option, yaml.given(entry.value), place(entry.key), values);
        } catch (InvalidOptionException e) {
            problem(e.place().orElse(place(entry.value)), option.name() + e.part() + ": " + e.getMessage());
        }
    }

    /** What variables with this prefix say. */
    private void overlay(Scope scope, String prefix, OptionValues.Builder values, OptionValues below) {
        List<Option<?>> old = Options.of(scope, Standing.DEPRECATED);
        List<Option<?>> inOrder = new ArrayList<>(Options.of(scope));
        inOrder.removeAll(old);
        inOrder.addAll(old);
        inOrder.forEach(option -> overlay(option, prefix, values, below));
    }

    private <T> void overlay(Option<T> option, String prefix, OptionValues.Builder values, OptionValues below) {
        String variable = prefix + option.name().toUpperCase(Locale.ROOT);
        Optional<Given> given = environment.of(option, variable, values.over(below).get(option));
        if (given.isPresent()) {
            Place place = Place.wholeOf(variable);
            try {
                read(option, given.get(), place, values);
            } catch (InvalidOptionException e) {
                problem(e.place().orElse(place), option.name() + e.part() + ": " + e.getMessage());
            }
        }
    }

    private <T> void read(Option<T> option, Given given, Place place, OptionValues.Builder values) throws InvalidOptionException {
        T value = values.read(option, given, pathDefaults);
        warn(option, value, place);
        option.replacements().forEach(replacement -> warnReplaced(replacement, value, place));
    }

    private <T, U> void warnReplaced(Option.Replacement<T, U> replacement, T value, Place place) {
        warn(replacement.option(), replacement.convert().apply(value), place);
    }

    /** One warning for each key, however many paths have it. */
    private <T> void warn(Option<T> option, T value, Place place) {
        option.warning(value).filter(warned::add).ifPresent(text -> warnings.add(new ConfigProblem(place, text)));
    }

    private void unknown(Scope scope, String key, Entry entry, Set<String> sections) {
        Set<String> known = new LinkedHashSet<>(Options.names(scope));
        known.addAll(sections);
        Scope elsewhere = scope == Scope.GLOBAL ? Scope.PATH : Scope.GLOBAL;
        String advice = Options.named(elsewhere, key) != null
                ? "it belongs to " + elsewhere.text()
                : Nearest.to(key, known).map(nearest -> "did you mean '" + nearest + "'?").orElse("no known key is like it");
        problem(place(entry.key), "unknown key '" + key + "', " + advice);
    }

    /** The entries of a mapping by key, in the order of the file. */
    private Map<String, Entry> entries(Node node, String what) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(place(node), what + ": expected keys with values such as 'key: value', found " + kind(node));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(place(tuple.getKeyNode()), what + ": a key must be a word, found " + kind(tuple.getKeyNode()));
                continue;
            }
            Entry earlier = entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
            if (earlier != null) {
                problem(place(key),
                        "'" + key.getValue() + "' stands here for the second time, the first is in line " + place(earlier.key).line());
            }
        }
        return entries;
    }

    private record Entry(Node key, Node value) {
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag().equals(Tag.NULL);
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "keys with values";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> InvalidOptionException.quoted(scalar.getValue());
            default -> "something else";
        };
    }

    private void problem(Place place, @Nullable String message) {
        problems.add(new ConfigProblem(place, String.valueOf(message)));
    }

    private Place place(Node node) {
        return node.getStartMark().map(yaml::place).orElse(Place.wholeOf(file));
    }
}
