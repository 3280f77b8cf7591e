package io.holdover.control.config;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import io.holdover.control.config.Given.Kind;

/** A value that is one word or one line. Whatever the notation, it arrives as text and is decided here. */
interface ScalarType<T> extends OptionType<T> {

    /** The value that {@code text} stands for. */
    T parse(String text) throws InvalidOptionException;

    /** What it must be in JSON, where kinds are told apart. */
    default Kind jsonKind() {
        return Kind.STRING;
    }

    @Override
    default T read(Given given) throws InvalidOptionException {
        if (given instanceof Given.Scalar(String text, Kind written, Place _) && (written == Kind.UNTYPED || written == jsonKind())) {
            return parse(text);
        }
        throw InvalidOptionException.insteadOf(this, given.kind());
    }

    @Override
    default JsonNode toJson(T value) {
        return StringNode.valueOf(show(value));
    }
}
