package io.holdover.control.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.holdover.control.config.Option.Scope;

/** What the variables say about the options of one reading, and which of them say nothing at all. One use each, no threads. */
final class EnvironmentLayer {
    static final String PREFIX = "MTX_";
    static final String PATH_DEFAULTS_PREFIX = "MTX_PATHDEFAULTS_";
    static final String PATHS_PREFIX = "MTX_PATHS_";

    private final Environment environment;
    private final Set<String> understood = new HashSet<>();

    EnvironmentLayer(Environment environment) {
        this.environment = environment;
    }

    /** What variables make of the value of one option. */
    <T> Optional<Given> of(Option<T> option, String variable, T present) {
        // Almost always there is none, and printing the present value would be for nothing.
        if (!environment.hasAny(variable)) {
            return Optional.empty();
        }
        Optional<Given> given =
                option.type().overlay(environment, variable, Given.of(option.type().toJson(present), Place.wholeOf(variable)));
        if (given.isPresent()) {
            environment.startingWith(variable).stream().filter(name -> name.equals(variable) || name.startsWith(variable + "_"))
                    .forEach(understood::add);
        }
        return given;
    }

    /**
     * The sections that variables speak of, with the prefix of their variables: those of the file by their own name, where what is no
     * letter or digit is written {@code _}; others by one word, in lower case.
     */
    Map<String, String> sections(Collection<String> ofFile) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        Set<String> rest = new TreeSet<>(environment.startingWith(PATHS_PREFIX));
        if (rest.isEmpty()) {
            return prefixes;
        }
        for (String key : ofFile) {
            String prefix = PATHS_PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
            if (rest.removeIf(name -> isOption(name, prefix))) {
                prefixes.put(key, prefix);
            }
        }
        for (String name : rest) {
            int end = name.indexOf('_', PATHS_PREFIX.length());
            if (end > PATHS_PREFIX.length() && isOption(name, name.substring(0, end + 1))) {
                prefixes.put(name.substring(PATHS_PREFIX.length(), end).toLowerCase(Locale.ROOT), name.substring(0, end + 1));
            }
        }
        return prefixes;
    }

    private static boolean isOption(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        String rest = name.substring(prefix.length());
        return Options.names(Scope.PATH).stream().map(option -> option.toUpperCase(Locale.ROOT))
                .anyMatch(option -> rest.equals(option) || rest.startsWith(option + "_"));
    }

    /** One for each variable that looks like ours and names no option. */
    List<ConfigProblem> warnings() {
        Set<String> known = new TreeSet<>();
        Options.names(Scope.GLOBAL).forEach(name -> known.add(PREFIX + name.toUpperCase(Locale.ROOT)));
        Options.names(Scope.PATH).forEach(name -> known.add(PATH_DEFAULTS_PREFIX + name.toUpperCase(Locale.ROOT)));
        List<ConfigProblem> warnings = new ArrayList<>();
        for (String name : environment.startingWith(PREFIX)) {
            if (!understood.contains(name)) {
                warnings.add(new ConfigProblem(Place.wholeOf(name), "no option has this name"
                        + nearest(name, known).map(nearest -> ", did you mean " + nearest + "?").orElse("")));
            }
        }
        return warnings;
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        int end = name.startsWith(PATHS_PREFIX) ? name.lastIndexOf('_') + 1 : 0;
        if (end <= PATHS_PREFIX.length()) {
            return Nearest.to(name, known);
        }
        List<String> ofPaths = Options.names(Scope.PATH).stream().map(option -> option.toUpperCase(Locale.ROOT)).toList();
        return Nearest.to(name.substring(end), ofPaths).map(option -> name.substring(0, end) + option);
    }
}
