package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.holdover.control.config.Option.Scope;

/** {@code -Dholdover.rewrite=true} writes the file instead of comparing it. */
class SampleFileTest {

    @Test
    void isWhatTheTableOfOptionsSays() throws IOException {
        Path sample = Path.of(System.getProperty("holdover.root", ".."), "distribution", "holdover.yml");
        if (Boolean.getBoolean("holdover.rewrite")) {
            Files.createDirectories(sample.getParent());
            Files.writeString(sample, SampleFile.render());
        }

        assertThat(sample).hasContent(SampleFile.render());
    }

    @Test
    void meansTheDefaultsAndNothingElse() {
        ConfigOutcome outcome = ConfigReader.read("sample", SampleFile.render());

        assertThat(outcome).isInstanceOfSatisfying(ConfigOutcome.Accepted.class, accepted -> {
            assertThat(accepted.warnings()).isEmpty();
            for (Option<?> option : Options.of(Scope.GLOBAL)) {
                assertThat((Object) accepted.config().global().get(option)).as(option.name()).isEqualTo(option.defaultValue());
            }
            for (Option<?> option : Options.of(Scope.PATH)) {
                assertThat((Object) accepted.config().pathDefaults().get(option)).as(option.name()).isEqualTo(option.defaultValue());
            }
            assertThat(accepted.config().paths()).extracting(rule -> rule.pattern().key()).containsExactly("all_others");
        });
    }
}
