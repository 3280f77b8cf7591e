package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogLayoutTest {

    @ParameterizedTest
    @CsvSource({"ERROR,ERR", "WARN,WAR", "INFO,INF", "DEBUG,DEB", "TRACE,DEB"})
    void writesLinesAsMediaMtxDoes(String level, String abbreviation) {
        Logger logger = (Logger) LoggerFactory.getLogger("test");
        LoggingEvent event = new LoggingEvent("", logger, Level.valueOf(level), "[path live] text {}", null, new Object[]{7});
        event.setInstant(Instant.parse("2026-11-22T09:00:00.999Z"));

        assertThat(new LogLayout(ZoneId.of("Europe/Berlin")).doLayout(event))
                .isEqualTo("2026/11/22 10:00:00 " + abbreviation + " [path live] text 7\n");
    }
}
