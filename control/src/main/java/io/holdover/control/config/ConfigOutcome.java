package io.holdover.control.config;

import java.util.List;

/** What became of reading a configuration. */
public sealed interface ConfigOutcome {

    /**
     * It holds.
     *
     * @param warnings
     *            what the operator should know all the same, in the order of the file
     */
    record Accepted(HoldoverConfig config, List<ConfigProblem> warnings) implements ConfigOutcome {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /** It does not hold; all that is wrong with it, in the order of the file. */
    record Refused(List<ConfigProblem> problems) implements ConfigOutcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
