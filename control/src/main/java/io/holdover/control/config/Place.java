package io.holdover.control.config;

/**
 * A place in a configuration file. Line and column count from 1; 0 means the file as a whole.
 *
 * @param file
 *            as the operator named it
 */
public record Place(String file, int line, int column) {

    /** The file as a whole. */
    public static Place wholeOf(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
