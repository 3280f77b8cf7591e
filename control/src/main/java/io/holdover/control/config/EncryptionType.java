package io.holdover.control.config;

/** {@code no}, {@code optional} or {@code strict}; {@code yes} is {@code strict}. */
final class EncryptionType implements ScalarType<String> {
    @Override
    public String name() {
        return "`no`, `optional`, `strict`";
    }

    @Override
    public String expectation() {
        return "one of no, optional, strict,";
    }

    @Override
    public String example() {
        return "optional";
    }

    @Override
    public String parse(String text) throws InvalidOptionException {
        return switch (text) {
            case "no", "false" -> "no";
            case "optional" -> "optional";
            case "strict", "yes", "true" -> "strict";
            default -> throw InvalidOptionException.expected(this, text);
        };
    }

    @Override
    public String show(String value) {
        return value;
    }
}
