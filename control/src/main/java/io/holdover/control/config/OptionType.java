package io.holdover.control.config;

/**
 * How the value of an option is written. Whatever it comes from arrives as text and is decided here, by the target type: in YAML
 * 1.2 {@code yes} and {@code off} are mere strings.
 *
 * @param <T>
 *            what the rest of the server sees; immutable
 */
public interface OptionType<T> {
    /** The type's name on the reference page. */
    String name();

    /** Continues "expected ...". */
    String expectation();

    /** A valid text. */
    String example();

    /** The value that {@code text} stands for. */
    T parse(String text) throws InvalidOptionException;

    /** A text that {@link #parse} turns into {@code value} again. */
    String show(T value);

    /** Like {@link #show}, but fit to be printed: secrets are hidden. */
    default String display(T value) {
        return show(value);
    }
}
