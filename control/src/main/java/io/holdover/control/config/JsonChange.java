package io.holdover.control.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import io.holdover.control.config.LiveConfig.RefusedException;
import io.holdover.control.config.Option.Scope;
import io.holdover.control.config.Option.Standing;

/** Reads what somebody asks of the API to change. */
final class JsonChange {
    private static final Logger LOG = System.getLogger(LiveConfig.class.getName());
    private static final Place REQUEST = Place.wholeOf("request");

    private JsonChange() {
    }

    /** What {@code layer} gives, and over it what {@code change} gives; old keys also set {@code pathDefaults}. */
    static OptionValues.Builder over(OptionValues layer, Scope scope, JsonNode change, OptionValues.Builder pathDefaults)
            throws RefusedException {
        if (!change.isObject()) {
            throw new RefusedException("json: an object was expected");
        }
        OptionValues.Builder values = OptionValues.Builder.of(layer);
        Map<Option<?>, JsonNode> old = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            String key = field.getKey();
            Option<?> option = Options.named(scope, key);
            if (option != null && option.standing() == Standing.DEPRECATED) {
                old.put(option, field.getValue());
            } else if (option != null) {
                read(option, field.getValue(), values, pathDefaults);
                forgetOld(option, values);
            } else if (scope != Scope.PATH || !key.equals("name")) {
                // A section's name is part of what the API prints, so it comes back.
                throw new RefusedException("json: unknown field \"" + key + "\""
                        + Nearest.to(key, Options.names(scope)).map(nearest -> ", did you mean \"" + nearest + "\"?").orElse(""));
            }
        }
        // They win over what has taken their place, wherever they stand.
        for (Map.Entry<Option<?>, JsonNode> field : old.entrySet()) {
            read(field.getKey(), field.getValue(), values, pathDefaults);
        }
        return values;
    }

    private static <T> void read(Option<T> option, JsonNode value, OptionValues.Builder values, OptionValues.Builder pathDefaults)
            throws RefusedException {
        if (value.isNull()) {
            return; // what holds, goes on holding
        }
        try {
            warn(option, values.read(option, Given.of(value, REQUEST), pathDefaults));
        } catch (InvalidOptionException e) {
            throw new RefusedException("invalid '" + option.name() + e.part() + "': " + e.getMessage());
        }
    }

    private static <T> void warn(Option<T> option, T value) {
        option.warning(value).ifPresent(text -> LOG.log(Level.WARNING, text));
    }

    /** What an old key once set is now set anew. */
    private static void forgetOld(Option<?> option, OptionValues.Builder values) {
        Options.of(option.scope(), Standing.DEPRECATED).stream()
                .filter(old -> old.replacements().stream().anyMatch(replacement -> replacement.option().equals(option)))
                .forEach(values::remove);
    }
}
