package io.holdover.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Any number of values of one type; a variable separates them with commas.
 *
 * @param arrange
 *            puts them in order where theirs means nothing
 */
record ListType<E>(OptionType<E> element, UnaryOperator<List<E>> arrange) implements OptionType<List<E>> {
    /** Longer lists are no configuration. */
    static final int LIMIT_ITEMS = 10_000;

    ListType(OptionType<E> element) {
        this(element, UnaryOperator.identity());
    }

    /** Values of which each is there or is not. */
    static <E extends Comparable<E>> ListType<E> ofSet(OptionType<E> element) {
        return new ListType<>(element, values -> values.stream().distinct().sorted().toList());
    }

    @Override
    public String name() {
        return "list of " + element.name();
    }

    @Override
    public String expectation() {
        return "a list";
    }

    @Override
    public String example() {
        return "[" + element.example() + "]";
    }

    @Override
    public List<E> read(Given given) throws InvalidOptionException {
        if (!(given instanceof Given.Items(List<Given> items, Place _))) {
            throw InvalidOptionException.insteadOf(this, given.kind());
        }
        if (items.size() > LIMIT_ITEMS) {
            throw new InvalidOptionException("more than " + LIMIT_ITEMS + " items");
        }
        List<E> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                values.add(element.read(items.get(i)));
            } catch (InvalidOptionException e) {
                throw e.within("[" + i + "]", items.get(i).place());
            }
        }
        return List.copyOf(arrange.apply(values));
    }

    @Override
    public String show(List<E> value) {
        return toJson(value).toString();
    }

    @Override
    public String display(List<E> value) {
        return value.stream().map(element::display).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public JsonNode toJson(List<E> value) {
        return array(value, element::toJson);
    }

    @Override
    public JsonNode toApi(List<E> value) {
        return array(value, element::toApi);
    }

    private static <E> JsonNode array(List<E> value, Function<E, JsonNode> json) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.forEach(one -> array.add(json.apply(one)));
        return array;
    }

    /** {@code NAME=a,b} is the whole list, {@code NAME_0...} changes or adds an item and leaves the others. */
    @Override
    public Optional<Given> overlay(Environment environment, String name, Given present) {
        Optional<String> whole = environment.text(name);
        if (whole.isPresent()) {
            return Optional.of(commaSeparated(whole.get(), Place.wholeOf(name)));
        }
        List<Given> before = present instanceof Given.Items(List<Given> items, Place _) ? items : List.of();
        List<Given> after = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < LIMIT_ITEMS; i++) {
            String itemName = name + "_" + i;
            boolean there = i < before.size();
            if (!there && !environment.hasAny(itemName + "_")) {
                break;
            }
            Given item = there ? before.get(i) : new Given.Nothing(Place.wholeOf(itemName));
            Optional<Given> overlay = element.overlay(environment, itemName, item);
            after.add(overlay.orElse(item));
            changed |= overlay.isPresent();
        }
        return changed ? Optional.of(new Given.Items(after, Place.wholeOf(name))) : Optional.empty();
    }

    private static Given commaSeparated(String text, Place place) {
        List<Given> items = new ArrayList<>();
        for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            items.add(new Given.Scalar(item, Given.Kind.UNTYPED, place));
        }
        return new Given.Items(items, place);
    }
}
