package io.holdover.control.config;

/**
 * One line of text, taken as it is.
 *
 * @param name
 *            what kind of text, for the reference page
 */
record TextType(String name, String example) implements ScalarType<String> {
    /** Longer texts are no configuration; an SDP has a few thousand characters. */
    static final int LIMIT_CHARACTERS = 64 << 10;

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
        return InvalidOptionException.withoutUserInfo(value);
    }
}
