package io.holdover.control.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.holdover.control.config.Option.Effect;
import io.holdover.control.config.Option.Scope;
import io.holdover.stream.hold.HoldOptions;

/** The table of all options that are served. A new option is a line here, and nowhere else. */
public final class Options {
    private static final OptionType<Boolean> BOOLEAN = new BooleanType();
    private static final OptionType<String> PASSPHRASE = new PassphraseType();
    private static final OptionType<Duration> PERIOD = new DurationType(Duration.ZERO, Duration.ofDays(3650));
    private static final OptionType<Duration> TIMEOUT = new DurationType(Duration.ofMillis(1), Duration.ofDays(1));

    // Logging

    public static final Option<LogLevel> LOG_LEVEL = Option.global("logLevel", new ChoiceType<>(LogLevel.class), LogLevel.INFO,
            Effect.AT_ONCE, "How much is logged. Each level includes those before it.");

    // Peers of every protocol

    public static final Option<Duration> READ_TIMEOUT = Option.global("readTimeout", TIMEOUT, Duration.ofSeconds(10), Effect.NEW_PEERS,
            "A peer from which nothing has come for this long is closed; so is a publisher that sends no media.").in("time");

    public static final Option<Duration> WRITE_TIMEOUT = Option.global("writeTimeout", TIMEOUT, Duration.ofSeconds(10), Effect.NEW_PEERS,
            "A peer that has taken nothing of what was to be sent for this long is closed.").in("time");

    // SRT

    public static final Option<Boolean> SRT =
            Option.global("srt", BOOLEAN, true, Effect.LISTENER, "Whether streams are taken and given over SRT.");

    public static final Option<ListenAddress> SRT_ADDRESS = Option.global("srtAddress", new AddressType(), new ListenAddress("", 8890),
            Effect.LISTENER, "Where the SRT listener binds. Without a host it binds to every address of the machine.").in("UDP");

    // Paths

    public static final Option<PathSource> SOURCE = Option.path("source", new ChoiceType<>(PathSource.class), PathSource.PUBLISHER,
            Effect.NEW_PEERS, "Where the stream comes from: a publisher that connects.");

    public static final Option<Boolean> OVERRIDE_PUBLISHER = Option.path("overridePublisher", BOOLEAN, true, Effect.AT_ONCE,
            "Whether a new publisher takes the place of one that is still connected. "
                    + "One that has been silent for a second can always be replaced.");

    public static final Option<Integer> MAX_READERS = Option.path("maxReaders", new CountType(0, 1_000_000, "100"), 0, Effect.NEW_PEERS,
            "How many readers the path takes at once; 0 means any number.").in("readers");

    public static final Option<Boolean> SRT_PERSIST_ON_DISCONNECT = Option.path("srtPersistOnDisconnect", BOOLEAN, false, Effect.AT_ONCE,
            "Whether the stream goes on with silence and the held picture when its publisher is lost, until a publisher returns.");

    public static final Option<Duration> SRT_PERSIST_TIMEOUT = Option.path("srtPersistTimeout", PERIOD, Duration.ZERO, Effect.AT_ONCE,
            "After this long without a publisher a held stream ends; 0s means never.").in("time");

    public static final Option<HoldOptions.Picture> SRT_PERSIST_VIDEO = Option.path("srtPersistVideo",
            new ChoiceType<>(HoldOptions.Picture.class), HoldOptions.Picture.FREEZE, Effect.AT_ONCE,
            "What a held stream shows: `freeze` holds the last picture, `stop` sends no more pictures than a joining reader needs.");

    public static final Option<Duration> SRT_PERSIST_STALL_TIMEOUT = Option.path("srtPersistStallTimeout", PERIOD, Duration.ofMillis(300),
            Effect.AT_ONCE,
            "How much later than usual a publisher's sound may be before silence stands in for it, although the connection still stands; "
                    + "0s means for ever.")
            .in("time");

    public static final Option<String> SRT_PUBLISH_PASSPHRASE = Option.path("srtPublishPassphrase", PASSPHRASE, "", Effect.NEW_PEERS,
            "What an SRT publisher must encrypt with; empty means that it must not encrypt.").in("10 to 79 bytes");

    public static final Option<String> SRT_READ_PASSPHRASE = Option.path("srtReadPassphrase", PASSPHRASE, "", Effect.NEW_PEERS,
            "What an SRT reader must encrypt with; empty means that it must not encrypt.").in("10 to 79 bytes");

    /** All of them, in the order of the reference page. */
    public static final List<Option<?>> ALL = List.of(LOG_LEVEL, READ_TIMEOUT, WRITE_TIMEOUT, SRT, SRT_ADDRESS, SOURCE, OVERRIDE_PUBLISHER,
            MAX_READERS, SRT_PERSIST_ON_DISCONNECT, SRT_PERSIST_TIMEOUT, SRT_PERSIST_VIDEO, SRT_PERSIST_STALL_TIMEOUT,
            SRT_PUBLISH_PASSPHRASE, SRT_READ_PASSPHRASE);

    private static final Map<Scope, Map<String, Option<?>>> BY_NAME = ALL.stream().collect(Collectors.groupingBy(Option::scope,
            Collectors.toMap(Option::name, option -> option, (one, _) -> one, LinkedHashMap::new)));

    private Options() {
    }

    /** The option of that name; null if there is none. */
    static @Nullable Option<?> named(Scope scope, String name) {
        return BY_NAME.getOrDefault(scope, Map.of()).get(name);
    }

    static Set<String> names(Scope scope) {
        return BY_NAME.getOrDefault(scope, Map.of()).keySet();
    }

    /** Those of one scope, in the order of the reference page. */
    public static List<Option<?>> of(Scope scope) {
        return ALL.stream().filter(option -> option.scope() == scope).toList();
    }
}
