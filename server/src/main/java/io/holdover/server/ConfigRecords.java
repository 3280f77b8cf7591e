package io.holdover.server;

import java.nio.file.Path;
import java.util.Set;

import io.holdover.control.config.Option;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.config.PathMatch;
import io.holdover.control.config.UnservedOptions;
import io.holdover.control.hooks.HookLine;
import io.holdover.control.hooks.HookPair;
import io.holdover.control.hooks.PathHookOptions;

/** The configuration in the records of those who go by it. */
final class ConfigRecords {
    private ConfigRecords() {
    }

    static LogOptions log(OptionValues global) {
        return new LogOptions(global.get(Options.LOG_LEVEL), Set.copyOf(global.get(Options.LOG_DESTINATIONS)),
                global.get(Options.LOG_STRUCTURED), Path.of(global.get(Options.LOG_FILE)), LogOptions.LIMIT_FILE_BYTES,
                LogOptions.OLD_FILES,
                global.get(Options.SYSLOG_PREFIX));
    }

    static PathHookOptions hooks(PathMatch match) {
        OptionValues path = match.values();
        return new PathHookOptions(new HookLine(path.get(Options.RUN_ON_INIT), path.get(Options.RUN_ON_INIT_RESTART)),
                pair(path, Options.RUN_ON_DEMAND, Options.RUN_ON_DEMAND_RESTART, Options.RUN_ON_UN_DEMAND),
                pair(path, Options.RUN_ON_AVAILABLE, Options.RUN_ON_AVAILABLE_RESTART, Options.RUN_ON_UNAVAILABLE),
                pair(path, Options.RUN_ON_ONLINE, Options.RUN_ON_ONLINE_RESTART, Options.RUN_ON_OFFLINE),
                pair(path, Options.RUN_ON_READ, Options.RUN_ON_READ_RESTART, Options.RUN_ON_UNREAD), match.groups());
    }

    static HookPair connectionHooks(OptionValues global) {
        return pair(global, Options.RUN_ON_CONNECT, Options.RUN_ON_CONNECT_RESTART, Options.RUN_ON_DISCONNECT);
    }

    private static HookPair pair(OptionValues values, Option<String> begin, Option<Boolean> restart, Option<String> end) {
        return new HookPair(new HookLine(values.get(begin), values.get(restart)), HookLine.once(values.get(end)));
    }

    /** The port of RTSP as hooks are told it: nobody serves it yet, and scripts that were written for it ask for the variable. */
    static String rtspPort(OptionValues global) {
        String address = global.get(UnservedOptions.RTSP_ADDRESS);
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
