package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLayoutTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({"ERROR,ERR", "WARN,WAR", "INFO,INF", "DEBUG,DEB", "TRACE,DEB"})
    void writesLinesAsMediaMtxDoes(String level, String abbreviation) {
        Logger logger = (Logger) LoggerFactory.getLogger("test");
        LoggingEvent event = new LoggingEvent("", logger, Level.valueOf(level), "[path live] text {}", null, new Object[]{7});
        event.setInstant(Instant.parse("2026-11-22T09:00:00.999Z"));

        assertThat(LogLayout.plain(BERLIN).textOf(event)).isEqualTo("2026/11/22 10:00:00 " + abbreviation + " [path live] text 7\n");
    }

    @ParameterizedTest
    @CsvSource({"ERROR,97;41,ERR", "WARN,1;33,WAR", "INFO,32,INF", "DEBUG,36,DEB"})
    void coloursTimeAndLevelOnATerminal(String level, String colour, String abbreviation) {
        assertThat(LogLayout.coloured(BERLIN).textOf(LogEvents.event(Level.valueOf(level), "text", null)))
                .isEqualTo("\u001B[90m2026/11/22 10:00:00 \u001B[0m\u001B[" + colour + "m" + abbreviation + "\u001B[0m text\n");
    }

    @Test
    void writesJsonObjectsAsMediaMtxDoes() {
        assertThat(LogLayout.structured(ZoneOffset.UTC).textOf(LogEvents.info("test format 123")))
                .isEqualTo("{\"timestamp\":\"2026-11-22T09:00:00.00043123Z\",\"level\":\"INF\",\"message\":\"test format 123\"}\n");
        assertThat(LogLayout.structured(BERLIN).textOf(LogEvents.info("x"))).contains("\"2026-11-22T10:00:00.00043123+01:00\"");
    }

    @Test
    void everyTextIsValidJson() {
        String text = "\"\\\n\r\t\u0000\u001B\u007F ü \uD83D\uDE00 \uD83D";
        String line = LogLayout.structured(BERLIN).textOf(LogEvents.event(Level.ERROR, text, new IllegalStateException("why")));

        assertThat(line).endsWith("}\n").doesNotContain("\u0000").containsOnlyOnce("\n");
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("timestamp", "level", "message");
        assertThat(json.get("message").asString()).startsWith(text).contains("IllegalStateException: why\n\tat ");
    }

    @Test
    void anEventIsOneLineAndNoOrderToATerminal() {
        assertThat(LogLayout.plain(BERLIN).textOf(LogEvents.info("a\n2026/11/22 10:00:00 INF b\r\u001B[2Jc\td")))
                .isEqualTo("2026/11/22 10:00:00 INF a\\n2026/11/22 10:00:00 INF b??[2Jc\td\n");
    }

    @Test
    void theTraceOfAFailureFollows() {
        assertThat(LogLayout.plain(BERLIN).textOf(LogEvents.event(Level.ERROR, "bug", new IllegalStateException("why"))))
                .startsWith("2026/11/22 10:00:00 ERR bug\njava.lang.IllegalStateException: why\n\tat ");
    }
}
