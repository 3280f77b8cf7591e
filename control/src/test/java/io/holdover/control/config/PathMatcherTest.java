package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.control.PathExpression;
import io.holdover.stream.DemandOptions;
import io.holdover.stream.StreamPath;

class PathMatcherTest {

    @ParameterizedTest
    @ValueSource(strings = {
        // the exact name wins wherever it stands
        "all_others,~^cam,cam1 ; cam1 ; cam1",
        // then the first regular expression by its text, wherever it stands
        "all_others,~^cam,~1$ ; cam1 ; ~1$",
        "~1$,~^cam ; cam1 ; ~1$",
        "~^live/private/,~^live/ ; live/private/x ; ~^live/",
        // which is looked for anywhere unless it is anchored
        "~am ; cam1 ; ~am",
        "~^am ; cam1 ; none",
        // then all others
        "all,~^cam ; studio ; all",
        "~^.*$,~^cam ; cam1 ; ~^cam",
        "cam1,~^x ; cam2 ; none",
        "~^(studio|live)/[0-9]+$ ; live/77 ; ~^(studio|live)/[0-9]+$"})
    void findsTheSection(String line) {
        String[] fields = line.split(" ; ", -1);
        List<PathRule> rules = Arrays.stream(fields[0].split(",", -1)).map(PathMatcherTest::rule).toList();

        String found = new PathMatcher(rules).find(new StreamPath(fields[1])).map(match -> match.rule().pattern().key()).orElse("none");

        assertThat(found).isEqualTo(fields[2]);
    }

    @Test
    void refusesExpressionsBeyondTheirLimit() {
        String longest = "~" + "(".repeat(511) + ")".repeat(511) + "xx";

        assertThat(rule(longest).pattern().key()).hasSize(PathExpression.LIMIT_CHARACTERS + 1);
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> PathPattern.parse(longest + "x"));
    }

    @Test
    void aPathHasItsPublisherOnDemandIfACommandBringsIt() {
        String yaml = """
                paths:
                  one:
                    runOnDemand: start
                    runOnDemandStartTimeout: 3s
                    runOnDemandCloseAfter: 2s
                  two:
                    runOnUnDemand: over
                """;
        PathMatcher matcher = ((ConfigOutcome.Accepted) ConfigReader.read("test.yml", yaml)).config().matcher();

        assertThat(matcher.optionsFor(new StreamPath("one")).orElseThrow().demand())
                .isEqualTo(new DemandOptions(true, 3_000_000_000L, 2_000_000_000L));
        assertThat(matcher.optionsFor(new StreamPath("two")).orElseThrow().demand().startsPublisher()).isFalse();
    }

    @Test
    void givesWhatTheGroupsFound() {
        PathMatcher matcher = new PathMatcher(List.of(rule("~^(studio|live)/([0-9]+)(x)?$"), rule("all_others"), rule("one")));

        assertThat(matcher.find(new StreamPath("live/77")).orElseThrow().groups()).containsExactly("live", "77", "");
        assertThat(matcher.find(new StreamPath("one")).orElseThrow().groups()).isEmpty();
        assertThat(matcher.find(new StreamPath("other")).orElseThrow().groups()).isEmpty();
    }

    @Test
    @Timeout(20)
    void givesUpOnAnExpressionThatBacktracksForEver() {
        PathMatcher matcher = new PathMatcher(List.of(rule("~.*.*.*.*="), rule("all_others")));

        assertThat(matcher.find(new StreamPath("a".repeat(500)))).as("all_others might allow what the expression forbids").isEmpty();
        assertThat(matcher.find(new StreamPath("aaa"))).isPresent();
    }

    private static PathRule rule(String key) {
        try {
            return new PathRule(PathPattern.parse(key), OptionValues.DEFAULTS);
        } catch (InvalidOptionException e) {
            throw new AssertionError(key, e);
        }
    }
}
