package io.holdover.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.holdover.control.config.ConfigListing;
import io.holdover.control.config.ConfigLoad;
import io.holdover.control.config.ConfigOutcome;
import io.holdover.control.config.ConfigProblem;
import io.holdover.control.config.ConfigWatch;
import io.holdover.control.config.Environment;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.LiveConfig;
import io.holdover.control.config.LogLevel;

/** The command line. */
@Command(name = "holdover", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = "A live media server whose streams do not end when their publisher is lost.", exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by a signal, or the checked file is valid", "1:invalid configuration, or the server cannot start",
            "2:wrong command line"})
final class Main implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;

    @Option(names = "--check", paramLabel = "FILE",
            description = "Say what this configuration file means, or what is wrong with it, and leave.")
    private @Nullable Path check;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG",
            description = {"Configuration file. Without it holdover.yml, then mediamtx.yml is taken from the working directory;",
                "without any, SRT is served on :8890 and every path is open."})
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        // Until the file has said how much is logged.
        LogOutput.install(LogLevel.WARN);
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        Path workingDirectory = Path.of("").toAbsolutePath();
        Environment environment = new Environment(System.getenv());
        Path named = check == null ? file : check;
        Supplier<ConfigLoad> source = () -> ConfigLoad.load(named, workingDirectory, environment);
        ConfigLoad load = source.get();
        return switch (load.outcome()) {
            case ConfigOutcome.Refused refused -> {
                refused.problems().forEach(commandLine.getErr()::println);
                yield FAILED;
            }
            case ConfigOutcome.Accepted accepted when check != null -> {
                report(accepted, commandLine.getOut());
                yield OK;
            }
            case ConfigOutcome.Accepted accepted -> {
                // What was found once is the file from then on: without it, the search must not come to another one, or to none.
                Path found = load.file().map(Path::getFileName).orElse(null);
                yield serve(load, accepted, named == null && found != null
                        ? () -> ConfigLoad.load(found, workingDirectory, environment) : source);
            }
        };
    }

    private static void report(ConfigOutcome.Accepted accepted, PrintWriter out) {
        for (ConfigProblem warning : accepted.warnings()) {
            out.println("warning: " + warning);
        }
        out.print(ConfigListing.of(accepted.config()));
        out.flush();
    }

    private static int serve(ConfigLoad load, ConfigOutcome.Accepted accepted, Supplier<ConfigLoad> source) throws InterruptedException {
        HoldoverConfig config = accepted.config();
        LogOutput.install(ConfigRecords.log(config.global()));
        Logger log = System.getLogger(Main.class.getName());
        log.log(Level.INFO, "Holdover " + Version.text());
        log.log(Level.INFO,
                load.file().map(file -> "configuration loaded from " + file).orElseGet(() -> "no configuration file (looked for "
                        + load.lookedFor().stream().map(Path::toString).collect(Collectors.joining(", ")) + "), every path is open"));
        for (ConfigProblem warning : accepted.warnings()) {
            log.log(Level.WARNING, warning.toString());
        }
        try {
            LiveConfig live = new LiveConfig(config);
            Shutdown.onSignal(Wiring.open(live));
            if (load.file().isPresent()) {
                ConfigWatch.open(load, source, live, ConfigWatch.QUIET);
            }
        } catch (StartException e) {
            log.log(Level.ERROR, e.getMessage());
            LogOutput.close();
            return FAILED;
        } catch (IOException e) {
            log.log(Level.WARNING, "changes of the configuration file will not be noticed: " + e);
        }
        new CountDownLatch(1).await();
        return OK;
    }

    /** What the build calls itself. */
    static final class Version implements IVersionProvider {
        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(unpackaged)" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[]{"Holdover " + text() + ", Java " + Runtime.version()};
        }
    }
}
