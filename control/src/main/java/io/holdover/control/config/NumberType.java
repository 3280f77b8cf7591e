package io.holdover.control.config;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;

/** A number with or without a fraction. */
final class NumberType implements ScalarType<Double> {
    @Override
    public String name() {
        return "number";
    }

    @Override
    public String expectation() {
        return "a number";
    }

    @Override
    public String example() {
        return "0.5";
    }

    @Override
    public Double parse(String text) throws InvalidOptionException {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw InvalidOptionException.expected(this, text);
    }

    @Override
    public String show(Double value) {
        return toJson(value).toString();
    }

    @Override
    public Given.Kind jsonKind() {
        return Given.Kind.NUMBER;
    }

    /** Without a point where there is no fraction. */
    @Override
    public JsonNode toJson(Double value) {
        return value.intValue() == value ? IntNode.valueOf(value.intValue()) : DoubleNode.valueOf(value);
    }
}
