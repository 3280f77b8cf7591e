package io.holdover.control.config;

import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** {@code yes/no}, {@code true/false}, {@code on/off}, in any case. */
final class BooleanType implements ScalarType<Boolean> {
    @Override
    public String name() {
        return "boolean";
    }

    @Override
    public String expectation() {
        return "yes or no (or true, false, on, off),";
    }

    @Override
    public String example() {
        return "yes";
    }

    @Override
    public Boolean parse(String text) throws InvalidOptionException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default -> throw InvalidOptionException.expected(this, text);
        };
    }

    @Override
    public String show(Boolean value) {
        return value ? "yes" : "no";
    }

    @Override
    public Given.Kind jsonKind() {
        return Given.Kind.BOOLEAN;
    }

    @Override
    public JsonNode toJson(Boolean value) {
        return BooleanNode.valueOf(value);
    }
}
