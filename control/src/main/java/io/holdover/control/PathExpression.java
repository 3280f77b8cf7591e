package io.holdover.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is looked for in names of paths; it is not anchored unless it says so. Written in Go's notation (RE2), as
 * MediaMTX's users write it: names of groups, classes like {@code [:alnum:]} and brackets within classes are read as there. Any thread.
 */
public final class PathExpression {
    /** What marks an expression where a name may stand as well. */
    public static final String MARK = "~";

    /** Characters of an expression: reading one goes as deep as its brackets. */
    public static final int LIMIT_CHARACTERS = 1 << 10;

    /** Characters that one search may look at: 2 x 512 x 512, quadratic in the longest name, and then as much again. */
    private static final int LIMIT_READS = 1 << 20;

    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?P?<[A-Za-z0-9_]+>");
    private static final Pattern NAMED_CLASS = Pattern.compile("\\[:(\\^?)([a-z]+):]");
    private static final Map<String, String> CLASSES = Map.ofEntries(Map.entry("alnum", "Alnum"), Map.entry("alpha", "Alpha"),
            Map.entry("ascii", "ASCII"), Map.entry("blank", "Blank"), Map.entry("cntrl", "Cntrl"), Map.entry("digit", "Digit"),
            Map.entry("graph", "Graph"), Map.entry("lower", "Lower"), Map.entry("print", "Print"), Map.entry("punct", "Punct"),
            Map.entry("space", "Space"), Map.entry("upper", "Upper"), Map.entry("xdigit", "XDigit"));

    private final String text;
    private final Pattern pattern;

    /**
     * The expression would search on for seconds: names come from peers, and searching back and forth takes time that grows without bound.
     */
    public static final class EndlessSearchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndlessSearchException() {
            super(null, null, false, false);
        }
    }

    private PathExpression(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads an expression, without its mark.
     *
     * @throws IllegalArgumentException
     *             if it is none
     */
    public static PathExpression parse(String text) {
        if (text.length() > LIMIT_CHARACTERS) {
            throw new IllegalArgumentException("invalid regular expression of more than " + LIMIT_CHARACTERS + " characters");
        }
        String translated = new Translation(text).inJava();
        try {
            return new PathExpression(text, Pattern.compile(translated));
        } catch (PatternSyntaxException e) {
            boolean isPlaced = e.getIndex() >= 0 && translated.equals(text);
            throw new IllegalArgumentException("invalid regular expression '" + text + "': " + e.getDescription()
                    + (isPlaced ? " at character " + (e.getIndex() + 1) : ""), e);
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * What its groups find in the name of a path, "" for a group that finds nothing; empty if the expression itself is not found.
     *
     * @throws EndlessSearchException
     *             when that cannot be said in reasonable time
     */
    public Optional<List<String>> find(String path) {
        Matcher matcher = pattern.matcher(new LimitedText(path, new AtomicInteger(LIMIT_READS)));
        try {
            return matcher.find() ? Optional.of(groups(matcher)) : Optional.empty();
        } catch (StackOverflowError _) {
            throw new EndlessSearchException();
        }
    }

    private static List<String> groups(Matcher matcher) {
        return IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).map(found -> found == null ? "" : found).toList();
    }

    // A Pattern knows no equality of its own.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathExpression its && text.equals(its.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** From Go's notation to Java's, where they differ in something that names of paths are matched with. */
    private static final class Translation {
        private final String go;
        private final StringBuilder java = new StringBuilder();
        private int at;

        Translation(String go) {
            this.go = go;
        }

        String inJava() {
            while (at < go.length()) {
                char c = go.charAt(at);
                if (c == '\\') {
                    copyEscape();
                } else if (c == '[') {
                    translateClass();
                } else if (c == '(') {
                    translateGroup();
                } else {
                    copy(1);
                }
            }
            return java.toString();
        }

        private void copy(int count) {
            int end = Math.min(at + count, go.length());
            java.append(go, at, end);
            at = end;
        }

        private void copyEscape() {
            int end = go.startsWith("\\Q", at) ? go.indexOf("\\E", at) : -1;
            copy(end < 0 ? 2 : end + 2 - at);
        }

        /** Groups are asked for by number, and Java's names of them are of letters and digits only. */
        private void translateGroup() {
            Matcher name = GROUP_NAME.matcher(go).region(at, go.length());
            if (name.lookingAt()) {
                java.append('(');
                at = name.end();
            } else {
                copy(1);
            }
        }

        /** Within it, Java would take a bracket for the beginning of another one, and {@code &&} for an intersection. */
        private void translateClass() {
            copy(go.startsWith("[^", at) ? 2 : 1);
            for (boolean first = true; at < go.length(); first = false) {
                char c = go.charAt(at);
                if (c == ']' && !first) {
                    copy(1);
                    return;
                }
                if (c == '\\') {
                    copy(2);
                } else if (c != '[' || !translateNamedClass()) {
                    java.append(c == '[' || c == ']' || c == '&' ? "\\" : "");
                    copy(1);
                }
            }
        }

        private boolean translateNamedClass() {
            Matcher named = NAMED_CLASS.matcher(go).region(at, go.length());
            if (!named.lookingAt()) {
                return false;
            }
            boolean negated = !named.group(1).isEmpty();
            String word = named.group(2);
            if (word.equals("word")) {
                java.append(negated ? "\\W" : "\\w");
            } else if (CLASSES.containsKey(word)) {
                java.append(negated ? "\\P{" : "\\p{").append(CLASSES.get(word)).append('}');
            } else {
                return false;
            }
            at = named.end();
            return true;
        }
    }

    /** A text that can be looked at so many times. */
    private record LimitedText(String text, AtomicInteger readsLeft) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (readsLeft.decrementAndGet() < 0) {
                throw new EndlessSearchException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
