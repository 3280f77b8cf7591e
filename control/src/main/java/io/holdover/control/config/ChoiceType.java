package io.holdover.control.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One word out of few: the lower-case names of an enum's constants. */
record ChoiceType<E extends Enum<E>>(Class<E> choices) implements ScalarType<E> {
    @Override
    public String name() {
        return words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    @Override
    public String expectation() {
        List<String> words = words();
        return words.size() == 1 ? "the word '" + words.getFirst() + "'," : "one of " + String.join(", ", words) + ",";
    }

    @Override
    public String example() {
        return words().getLast();
    }

    @Override
    public E parse(String text) throws InvalidOptionException {
        for (E choice : choices.getEnumConstants()) {
            if (show(choice).equals(text)) {
                return choice;
            }
        }
        throw InvalidOptionException.expected(this, text);
    }

    @Override
    public String show(E value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private List<String> words() {
        return Arrays.stream(choices.getEnumConstants()).map(this::show).toList();
    }
}
