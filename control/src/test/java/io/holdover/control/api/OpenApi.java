package io.holdover.control.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** As much of OpenAPI 3.0 as our document uses: whether a value is what a schema says. */
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete");
    private static final Set<String> KNOWN_KEYWORDS = Set.of("type", "format", "description", "deprecated", "nullable", "required",
            "properties", "additionalProperties", "enum", "$ref", "items", "allOf", "anyOf", "oneOf", "minimum", "default");

    private final Map<String, Object> document;

    OpenApi(String text) {
        document = map(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** Every {@code get /v3/info}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        map(document.get("paths")).forEach((path, methods) -> map(methods).keySet().stream().filter(METHODS::contains)
                .forEach(method -> operations.add(method + " " + path)));
        return operations;
    }

    Set<String> operationIds() {
        Set<String> ids = new TreeSet<>();
        map(document.get("paths")).values()
                .forEach(methods -> map(methods).values().forEach(its -> ids.add((String) map(its).get("operationId"))));
        return ids;
    }

    /** Whether it says how such an answer looks. */
    boolean describes(String method, String template, int status) {
        return map(document.get("paths")).get(template) instanceof Map<?, ?> methods && methods.get(method) instanceof Map<?, ?> operation
                && operation.get("responses") instanceof Map<?, ?> responses && responses.containsKey(Integer.toString(status));
    }

    /** What is wrong with an answer; empty if nothing is. */
    List<String> violations(String method, String template, int status, String contentType, JsonNode body) {
        Map<String, Object> operation = map(at(map(at(map(document.get("paths")), template)), method));
        Object declared = map(operation.get("responses")).get(Integer.toString(status));
        if (declared == null) {
            return List.of(method + " " + template + " declares no status " + status);
        }
        Object schema = map(at(map(at(resolved(declared), "content")), contentType)).get("schema");
        List<String> violations = new ArrayList<>();
        check(map(schema), body, "$", violations);
        return violations;
    }

    /** What is wrong with a value of a named schema. */
    List<String> violations(String schemaName, JsonNode value) {
        List<String> violations = new ArrayList<>();
        check(map(schemas().get(schemaName)), value, "$", violations);
        return violations;
    }

    Map<String, Object> schemas() {
        return map(map(document.get("components")).get("schemas"));
    }

    /** The type of each field of a schema in the words of {@link OriginalFields}, with a question mark behind it where it may be null. */
    Map<String, String> fields(String schemaName) {
        Map<String, String> fields = new LinkedHashMap<>();
        map(at(map(at(schemas(), schemaName)), "properties")).forEach((name, schema) -> fields.put(name,
                type(map(schema)) + (Boolean.TRUE.equals(map(schema).get("nullable")) ? "?" : "")));
        return fields;
    }

    /** The fields of a schema that are not deprecated. */
    Set<String> presentFields(String schemaName) {
        Set<String> fields = new TreeSet<>();
        map(at(map(at(schemas(), schemaName)), "properties")).forEach((name, schema) -> {
            if (!Boolean.TRUE.equals(map(schema).get("deprecated"))) {
                fields.add(name);
            }
        });
        return fields;
    }

    private static String type(Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return "#" + reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (schema.get("allOf") instanceof List<?> all) {
            return type(map(all.getFirst()));
        }
        return "array".equals(schema.get("type")) ? "array of " + type(map(schema.get("items"))) : String.valueOf(schema.get("type"));
    }

    private void check(Map<String, Object> given, JsonNode value, String where, List<String> violations) {
        Map<String, Object> schema = resolved(given);
        if (!KNOWN_KEYWORDS.containsAll(schema.keySet())) {
            throw new IllegalStateException("unknown keywords in " + schema.keySet());
        }
        if (value.isNull()) {
            if (!Boolean.TRUE.equals(schema.get("nullable"))) {
                violations.add(where + " is null");
            }
            return;
        }
        if (schema.get("type") instanceof String type && !fits(type, value)) {
            violations.add(where + " is no " + type + " but " + value);
            return;
        }
        if (schema.get("enum") instanceof List<?> words && !words.contains(value.stringValue(""))) {
            violations.add(where + " is none of " + words + " but " + value);
        }
        if (schema.get("allOf") instanceof List<?> all) {
            all.forEach(part -> check(map(part), value, where, violations));
        }
        if (schema.get("anyOf") instanceof List<?> any && any.stream().noneMatch(part -> fitsOne(map(part), value))) {
            violations.add(where + " is none of what it may be but " + value);
        }
        if (schema.get("oneOf") instanceof List<?> one && one.stream().noneMatch(part -> fitsOne(map(part), value))) {
            violations.add(where + " is none of what it may be but " + value);
        }
        if (value.isArray()) {
            Map<String, Object> items = map(schema.get("items"));
            for (int i = 0; i < value.size(); i++) {
                check(items, value.get(i), where + "[" + i + "]", violations);
            }
        }
        if (value.isObject() && schema.get("properties") != null) {
            checkFields(schema, value, where, violations);
        }
    }

    private void checkFields(Map<String, Object> schema, JsonNode value, String where, List<String> violations) {
        Map<String, Object> properties = map(schema.get("properties"));
        if (schema.get("required") instanceof List<?> required) {
            required.stream().filter(name -> !value.has((String) name)).forEach(name -> violations.add(where + " has no " + name));
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Object property = properties.get(field.getKey());
            if (property != null) {
                check(map(property), field.getValue(), where + "." + field.getKey(), violations);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                violations.add(where + " has an unknown " + field.getKey());
            }
        }
    }

    private boolean fitsOne(Map<String, Object> schema, JsonNode value) {
        List<String> violations = new ArrayList<>();
        check(schema, value, "$", violations);
        return violations.isEmpty();
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }

    private Map<String, Object> resolved(Object schema) {
        Map<String, Object> its = map(schema);
        if (!(its.get("$ref") instanceof String reference)) {
            return its;
        }
        Map<String, Object> target = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            target = map(at(target, step));
        }
        return resolved(target);
    }

    private static Object at(Map<String, Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no '" + key + "' among " + map.keySet());
        }
        return value;
    }

    @SuppressWarnings("unchecked") // the keys of YAML that is JSON are strings
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
