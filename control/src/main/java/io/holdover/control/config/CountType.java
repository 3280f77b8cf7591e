package io.holdover.control.config;

/** A whole number from a closed range. */
record CountType(int lowest, int highest, String example) implements OptionType<Integer> {
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
}
