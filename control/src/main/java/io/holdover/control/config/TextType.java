package io.holdover.control.config;

/**
 * One line of text, taken as it is.
 *
 * @param name
 *            what kind of text, for the reference page
 * @param isSecret
 *            whether it opens something and is not to be printed
 */
record TextType(String name, String example, boolean isSecret) implements ScalarType<String> {
    /** Longer texts are no configuration; an SDP has a few thousand characters. */
    static final int LIMIT_CHARACTERS = 64 << 10;

    TextType(String name, String example) {
        this(name, example, false);
    }

    @Override
    public String expectation() {
        return "a text";
    }

    @Override
    public String parse(String text) throws InvalidOptionException {
        if (text.length() > LIMIT_CHARACTERS) {
            throw new InvalidOptionException("longer than " + LIMIT_CHARACTERS + " characters");
        }
        return text;
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String display(String value) {
        return isSecret && !value.isEmpty() ? "(hidden)" : InvalidOptionException.withoutUserInfo(value);
    }
}
