package io.holdover.control.config;

import java.util.Locale;

/** {@code yes/no}, {@code true/false}, {@code on/off}, in any case. */
final class BooleanType implements OptionType<Boolean> {
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
}
