package io.holdover.control.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a mistyped one was meant to be. */
final class Nearest {
    /** Longer words are not compared: the table below grows with their square. */
    static final int LIMIT_CHARACTERS = 100;

    private Nearest() {
    }

    /** The known word with the fewest slips of the keyboard between it and {@code word}; none if that is too many to be a slip. */
    static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LIMIT_CHARACTERS) {
            return Optional.empty();
        }
        String best = null;
        int bestDistance = Math.max(2, word.length() / 4) + 1;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            // A guess that replaces the whole word is none.
            if (distance < bestDistance && distance < candidate.length()) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            table[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            table[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                table[i][j] = Math.min(replace, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
                }
            }
        }
        return table[a.length()][b.length()];
    }
}
