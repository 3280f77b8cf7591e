package io.holdover.control.config;

import java.util.List;
import java.util.stream.Collectors;

/** One word out of few, for options that nothing reads yet. */
record WordType(List<String> words) implements ScalarType<String> {
    WordType(String... words) {
        this(List.of(words));
    }

    @Override
    public String name() {
        return words.stream().filter(word -> !word.isEmpty()).map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    @Override
    public String expectation() {
        return "one of " + words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", ")) + ",";
    }

    @Override
    public String example() {
        return words.getLast();
    }

    @Override
    public String parse(String text) throws InvalidOptionException {
        if (!words.contains(text)) {
            throw InvalidOptionException.expected(this, text);
        }
        return text;
    }

    @Override
    public String show(String value) {
        return value;
    }
}
