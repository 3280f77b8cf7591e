package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** {@code -Dholdover.rewrite=true} writes the page instead of comparing it. */
class ConfigurationPageTest {

    @Test
    void isWhatTheTableOfOptionsSays() throws IOException {
        Path page = Path.of(System.getProperty("holdover.root", ".."), "docs", "configuration.md");
        if (Boolean.getBoolean("holdover.rewrite")) {
            Files.writeString(page, ConfigurationPage.render());
        }

        assertThat(page).hasContent(ConfigurationPage.render());
    }

    @Test
    void namesEveryOption() {
        assertThat(Options.all()).allSatisfy(option -> assertThat(ConfigurationPage.render()).contains("`" + option.name() + "`"));
    }

    @Test
    void itsExampleLoads() {
        String page = ConfigurationPage.render();
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.lastIndexOf("```"));

        assertThat(ConfigReader.read("example", example)).isInstanceOfSatisfying(ConfigOutcome.Accepted.class,
                accepted -> assertThat(accepted.warnings()).isEmpty());
    }
}
