package io.holdover.control.config;

/**
 * Text, taken as it is, on one line unless lines are part of its meaning.
 *
 * @param name
 *            what kind of text, for the reference page
 * @param isSecret
 *            whether it opens something and is not to be printed
 * @param mayHaveLines
 *            whether it may have several lines, and tabs; other control characters mean something nowhere
 */
record TextType(String name, String example, boolean isSecret, boolean mayHaveLines) implements ScalarType<String> {
    /** Longer texts are no configuration; an SDP has a few thousand characters. */
    static final int LIMIT_CHARACTERS = 64 << 10;

    TextType(String name, String example) {
        this(name, example, false, false);
    }

    /** A text of any number of lines. */
    static TextType lines(String name, String example) {
        return new TextType(name, example, false, true);
    }

    /** One that is not to be printed. */
    static TextType secret(String name, String example) {
        return new TextType(name, example, true, false);
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(mayHaveLines && (c == '\n' || c == '\r' || c == '\t'))) {
                throw new InvalidOptionException("the control character U+%04X does not belong here".formatted((int) c));
            }
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
