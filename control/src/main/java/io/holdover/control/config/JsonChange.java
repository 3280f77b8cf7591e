package io.holdover.control.config;

import java.util.Map;

import tools.jackson.databind.JsonNode;

import io.holdover.control.config.LiveConfig.RefusedException;
import io.holdover.control.config.Option.Scope;

/** Reads what somebody asks of the API to change. */
final class JsonChange {
    private static final Place REQUEST = Place.wholeOf("request");

    private JsonChange() {
    }

    /** What {@code layer} gives, and over it what {@code change} gives. */
    static OptionValues.Builder over(OptionValues layer, Scope scope, JsonNode change) throws RefusedException {
        if (!change.isObject()) {
            throw new RefusedException("json: an object was expected");
        }
        OptionValues.Builder values = OptionValues.Builder.of(layer);
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            String key = field.getKey();
            Option<?> option = Options.named(scope, key);
            if (option != null) {
                read(option, field.getValue(), values);
            } else if (scope != Scope.PATH || !key.equals("name")) {
                // A section's name is part of what the API prints, so it comes back.
                throw new RefusedException("json: unknown field \"" + key + "\""
                        + Nearest.to(key, Options.names(scope)).map(nearest -> ", did you mean \"" + nearest + "\"?").orElse(""));
            }
        }
        return values;
    }

    private static void read(Option<?> option, JsonNode value, OptionValues.Builder values) throws RefusedException {
        if (value.isNull()) {
            return; // what holds, goes on holding
        }
        try {
            values.read(option, Given.of(value, REQUEST));
        } catch (InvalidOptionException e) {
            throw new RefusedException("invalid '" + option.name() + "': " + e.getMessage());
        }
    }
}
