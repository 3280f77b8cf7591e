package io.holdover.control.hooks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes program and arguments of a command line, as MediaMTX does: words are split and unquoted as a shell would, then variables are put
 * into each word, even one that stood in single quotes. No value can make two words of one. There is no shell: neither pipes nor
 * wildcards.
 */
final class HookArguments {
    private static final String SEPARATORS = " \n\t";
    private static final String ESCAPED_IN_DOUBLE_QUOTES = "$`\"\n\\";
    private static final String ONE_CHARACTER_NAMES = "*#$@!?-0123456789";

    private final String text;
    private int next;

    private HookArguments(String text) {
        this.text = text;
    }

    /** A command line whose quotes or escapes have no end; the message is for the operator. */
    static final class MalformedCommandException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedCommandException(String message) {
            super(message);
        }
    }

    /**
     * Splits a command line and fills in its variables.
     *
     * @param variables the value of a name, "" if it has none
     */
    static List<String> of(String command, UnaryOperator<String> variables) throws MalformedCommandException {
        List<String> arguments = new ArrayList<>();
        for (String word : new HookArguments(command).split()) {
            arguments.add(expand(word, variables));
        }
        if (arguments.isEmpty()) {
            throw new MalformedCommandException("it is empty");
        }
        return arguments;
    }

    private List<String> split() throws MalformedCommandException {
        List<String> words = new ArrayList<>();
        while (next < text.length()) {
            if (SEPARATORS.indexOf(text.charAt(next)) >= 0) {
                next++;
            } else if (text.startsWith("\\\n", next)) {
                next += 2;
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private String word() throws MalformedCommandException {
        StringBuilder word = new StringBuilder();
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (SEPARATORS.indexOf(c) >= 0) {
                break;
            } else if (c == '\'') {
                singleQuoted(word);
            } else if (c == '"') {
                doubleQuoted(word);
            } else if (c == '\\') {
                escaped(word);
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private void singleQuoted(StringBuilder word) throws MalformedCommandException {
        int end = text.indexOf('\'', next);
        if (end < 0) {
            throw new MalformedCommandException("a single quote is not closed");
        }
        word.append(text, next, end);
        next = end + 1;
    }

    private void doubleQuoted(StringBuilder word) throws MalformedCommandException {
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && next < text.length() && ESCAPED_IN_DOUBLE_QUOTES.indexOf(text.charAt(next)) >= 0) {
                escaped(word);
            } else {
                word.append(c);
            }
        }
        throw new MalformedCommandException("a double quote is not closed");
    }

    /** An escaped end of line is none. */
    private void escaped(StringBuilder word) throws MalformedCommandException {
        if (next == text.length()) {
            throw new MalformedCommandException("there is nothing after the last backslash");
        }
        char c = text.charAt(next++);
        if (c != '\n') {
            word.append(c);
        }
    }

    /** {@code $NAME} and {@code ${NAME}}; a dollar sign before anything else stands for itself. */
    private static String expand(String word, UnaryOperator<String> variables) {
        int dollar = word.indexOf('$');
        if (dollar < 0) {
            return word;
        }
        StringBuilder expanded = new StringBuilder(word.length() + 64);
        int done = 0;
        while (dollar >= 0 && dollar + 1 < word.length()) {
            expanded.append(word, done, dollar);
            int start = dollar + 1;
            boolean braced = word.charAt(start) == '{';
            int end = braced ? word.indexOf('}', start + 1) + 1 : nameEnd(word, start);
            if (braced && end == 0) {
                // Never closed: the mark is dropped, what follows is text.
                done = start + 1;
            } else if (end == start) {
                expanded.append('$');
                done = start;
            } else {
                String name = braced ? word.substring(start + 1, end - 1) : word.substring(start, end);
                expanded.append(name.isEmpty() ? "" : variables.apply(name));
                done = end;
            }
            dollar = word.indexOf('$', done);
        }
        return expanded.append(word, done, word.length()).toString();
    }

    private static int nameEnd(String word, int start) {
        if (ONE_CHARACTER_NAMES.indexOf(word.charAt(start)) >= 0) {
            return start + 1;
        }
        int end = start;
        while (end < word.length() && isOfName(word.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
