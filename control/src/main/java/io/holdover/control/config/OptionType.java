package io.holdover.control.config;

import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * How the value of an option is written in files, variables and requests.
 *
 * @param <T>
 *            what the rest of the server sees; immutable
 */
public interface OptionType<T> {
    /** The type's name on the reference page. */
    String name();

    /** Continues "expected ...". */
    String expectation();

    /** A valid text, in YAML. */
    String example();

    /** The value that was given. */
    T read(Given given) throws InvalidOptionException;

    /** The value in YAML; {@link #read} makes it of that again. */
    String show(T value);

    /** Like {@link #show}, but fit to be printed: secrets are hidden. */
    default String display(T value) {
        return show(value);
    }

    /** The value in JSON; {@link #read} makes it of that again. */
    JsonNode toJson(T value);

    /** The value as the API prints it: passwords are replaced. */
    default JsonNode toApi(T value) {
        return toJson(value);
    }

    /**
     * What variables make of a value.
     *
     * @param name
     *            of the value's own variable; those of its parts begin with it and an underscore
     * @param present
     *            what holds without them
     * @return empty if they say nothing
     */
    default Optional<Given> overlay(Environment environment, String name, Given present) {
        return environment.scalar(name);
    }
}
