package io.holdover.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LogSyslogTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String TAG = " holdover[" + ProcessHandle.current().pid() + "]: ";

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void sendsEachLineWithFacilitySeverityTimeAndTag() throws IOException {
        Path path = folder.resolve("log");
        try (SyslogReceiver receiver = SyslogReceiver.at(path)) {
            LogSyslog syslog = open(path);
            syslog.write(LogEvents.event(Level.ERROR, "bad", null));
            syslog.write(LogEvents.event(Level.WARN, "odd", null));
            syslog.write(LogEvents.event(Level.INFO, "[path live] ü\nforged", null));
            syslog.write(LogEvents.event(Level.DEBUG, "x".repeat(5_000), null));
            syslog.close();

            assertThat(receiver.next()).isEqualTo("<27>Nov 22 10:00:00" + TAG + "bad");
            assertThat(receiver.next()).isEqualTo("<28>Nov 22 10:00:00" + TAG + "odd");
            assertThat(receiver.next()).isEqualTo("<30>Nov 22 10:00:00" + TAG + "[path live] ü\\nforged");
            assertThat(receiver.next()).startsWith("<31>Nov 22 10:00:00" + TAG + "xxx").hasSize(2_048);
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void sendsATraceLineByLine() throws IOException {
        Path path = folder.resolve("log");
        try (SyslogReceiver receiver = SyslogReceiver.at(path)) {
            LogSyslog syslog = open(path);
            syslog.write(LogEvents.event(Level.ERROR, "bug", new IllegalStateException("why")));
            syslog.close();

            assertThat(receiver.next()).endsWith(TAG + "bug");
            assertThat(receiver.next()).endsWith(TAG + "java.lang.IllegalStateException: why");
            assertThat(receiver.next()).contains(TAG + " at io.holdover");
        }
    }

    @Test
    void countsWhatIsLostWhileNobodyListens() throws IOException {
        Path path = folder.resolve("log");
        SyslogReceiver.at(path).close();
        LogSyslog syslog = open(path);
        syslog.write(LogEvents.info("1"));
        syslog.write(LogEvents.info("2"));
        assertThat(warnings).containsExactly("syslog at " + path + " takes no lines, they are lost");

        Files.delete(path);
        try (SyslogReceiver receiver = SyslogReceiver.at(path)) {
            syslog.write(LogEvents.info("3"));
            syslog.close();

            assertThat(receiver.next()).endsWith("2 log lines were lost while syslog took none");
            assertThat(receiver.next()).endsWith(TAG + "3");
            assertThat(warnings).hasSize(2);
        }
    }

    @Test
    void neverWaitsForAReceiverThatStandsStill() throws IOException {
        Path path = folder.resolve("log");
        try (SyslogReceiver _ = SyslogReceiver.at(path)) {
            LogSyslog syslog = open(path);
            for (int i = 0; i < 10_000; i++) {
                syslog.write(LogEvents.info("line"));
            }
            syslog.close();

            assertThat(warnings).containsExactly("syslog at " + path + " takes no lines, they are lost");
        }
    }

    @Test
    void saysThatThereIsNoSyslog() {
        assertThatThrownBy(() -> open(folder.resolve("log"))).isInstanceOf(IOException.class).hasMessageContaining("there is no syslog");
    }

    private LogSyslog open(Path path) throws IOException {
        return LogSyslog.open("holdover", BERLIN, List.of(folder.resolve("nothing"), path), warnings::add);
    }
}
