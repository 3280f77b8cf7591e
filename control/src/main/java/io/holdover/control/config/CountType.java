package io.holdover.control.config;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** A whole number from a closed range. */
record CountType(int lowest, int highest, String example) implements ScalarType<Integer> {
    @Override
    public String name() {
        return "number";
    }

    @Override
    public String expectation() {
        return "a whole number from " + lowest + " to " + highest;
    }

    @Override
    public Integer parse(String text) throws InvalidOptionException {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw InvalidOptionException.expected(this, text);
        }
        if (value < lowest || value > highest) {
            throw InvalidOptionException.expected(this, text);
        }
        return value;
    }

    @Override
    public String show(Integer value) {
        return Integer.toString(value);
    }

    @Override
    public Given.Kind jsonKind() {
        return Given.Kind.NUMBER;
    }

    @Override
    public JsonNode toJson(Integer value) {
        return IntNode.valueOf(value);
    }
}
