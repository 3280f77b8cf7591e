package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import io.holdover.control.config.Option.Scope;

/** Turns the text of one file into a configuration and reports everything that is wrong with it at once. One use each, no threads. */
public final class ConfigReader {
    /** Beyond this the rest is no news. */
    static final int LIMIT_PROBLEMS = 100;

    private static final String PATH_DEFAULTS = "pathDefaults";
    private static final String PATHS = "paths";
    private static final Set<String> SECTIONS = Set.of(PATH_DEFAULTS, PATHS);

    private final String file;
    private final YamlText yaml;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final Set<String> warnedKeys = new LinkedHashSet<>();

    private ConfigReader(String file, String text) {
        this.file = file;
        this.yaml = new YamlText(file, text);
    }

    /**
     * Reads one file.
     *
     * @param file
     *            its name, for messages
     * @param text
     *            its content
     */
    public static ConfigOutcome read(String file, String text) {
        return new ConfigReader(file, text).read();
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
        OptionValues global = values(Scope.GLOBAL, entries, SECTIONS, OptionValues.DEFAULTS);
        Entry defaults = entries.get(PATH_DEFAULTS);
        OptionValues pathDefaults = defaults == null || isNull(defaults.value)
                ? OptionValues.DEFAULTS
                : values(Scope.PATH, entries(defaults.value, PATH_DEFAULTS), Set.of(), OptionValues.DEFAULTS);
        return new HoldoverConfig(global, pathDefaults, rules(entries.get(PATHS), pathDefaults));
    }

    private List<PathRule> rules(@Nullable Entry paths, OptionValues pathDefaults) {
        List<PathRule> rules = new ArrayList<>();
        String others = null;
        if (paths != null && !isNull(paths.value)) {
            Map<String, Entry> sections = entries(paths.value, PATHS);
            if (sections.size() > HoldoverConfig.LIMIT_PATHS) {
                problem(paths.key, "more than " + HoldoverConfig.LIMIT_PATHS + " paths");
                return rules;
            }
            for (Map.Entry<String, Entry> section : sections.entrySet()) {
                Entry entry = section.getValue();
                OptionValues values = isNull(entry.value)
                        ? new OptionValues.Builder().over(pathDefaults)
                        : values(Scope.PATH, entries(entry.value, "path '" + section.getKey() + "'"), Set.of(), pathDefaults);
                try {
                    PathPattern pattern = PathPattern.parse(section.getKey());
                    if (pattern instanceof PathPattern.Others) {
                        if (others != null) {
                            problem(entry.key, "'" + section.getKey() + "' and '" + others
                                    + "' are the same section: all_others, all and ~^.*$ mean one thing");
                        }
                        others = section.getKey();
                    }
                    rules.add(new PathRule(pattern, values));
                } catch (InvalidOptionException e) {
                    problem(entry.key, e.getMessage());
                }
            }
        }
        if (rules.isEmpty() && problems.isEmpty()) {
            warnings.add(new ConfigProblem(paths == null ? Place.wholeOf(file) : place(paths.key),
                    "no path is configured, so every publisher and reader is refused; 'all_others:' under 'paths:' admits them all"));
        }
        return rules;
    }

    /** The options of one scope among {@code entries}; everything else there is a problem or a warning. */
    private OptionValues values(Scope scope, Map<String, Entry> entries, Set<String> sections, OptionValues below) {
        Map<String, Option<?>> served = new HashMap<>();
        Options.of(scope).forEach(option -> served.put(option.name(), option));
        OptionValues.Builder values = new OptionValues.Builder();
        for (Map.Entry<String, Entry> one : entries.entrySet()) {
            String key = one.getKey();
            Entry entry = one.getValue();
            Option<?> option = served.get(key);
            if (option != null) {
                value(option, entry, values);
            } else if (UnservedKeys.of(scope).contains(key)) {
                // One warning for each key, however many paths have it.
                if (warnedKeys.add(key)) {
                    String value = entry.value instanceof ScalarNode scalar ? scalar.getValue() : "";
                    warnings.add(new ConfigProblem(place(entry.key), UnservedKeys.warning(key, value)));
                }
            } else if (!sections.contains(key)) {
                unknown(scope, key, entry, sections);
            }
        }
        return values.over(below);
    }

    private void value(Option<?> option, Entry entry, OptionValues.Builder values) {
        if (isNull(entry.value)) {
            return; // a key without a value leaves the option as it is
        }
        try {
            values.read(option, yaml.given(entry.value));
        } catch (InvalidOptionException e) {
            problem(entry.value, option.name() + ": " + e.getMessage());
        }
    }

    private void unknown(Scope scope, String key, Entry entry, Set<String> sections) {
        Set<String> known = new LinkedHashSet<>();
        Options.of(scope).forEach(option -> known.add(option.name()));
        known.addAll(sections);
        known.addAll(UnservedKeys.of(scope));
        Scope elsewhere = scope == Scope.GLOBAL ? Scope.PATH : Scope.GLOBAL;
        boolean belongsElsewhere = UnservedKeys.of(elsewhere).contains(key)
                || Options.of(elsewhere).stream().anyMatch(option -> option.name().equals(key));
        String advice = belongsElsewhere
                ? "it belongs to " + elsewhere.text()
                : Nearest.to(key, known).map(nearest -> "did you mean '" + nearest + "'?").orElse("no known key is like it");
        problem(entry.key, "unknown key '" + key + "', " + advice);
    }

    /** The entries of a mapping by key, in the order of the file. */
    private Map<String, Entry> entries(Node node, String what) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, what + ": expected keys with values such as 'key: value', found " + kind(node));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), what + ": a key must be a word, found " + kind(tuple.getKeyNode()));
                continue;
            }
            Entry earlier = entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
            if (earlier != null) {
                problem(key, "'" + key.getValue() + "' stands here for the second time, the first is in line " + place(earlier.key).line());
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

    private void problem(Node node, @Nullable String message) {
        problems.add(new ConfigProblem(place(node), String.valueOf(message)));
    }

    private Place place(Node node) {
        Optional<Mark> mark = node.getStartMark();
        return mark.map(yaml::place).orElse(Place.wholeOf(file));
    }
}
