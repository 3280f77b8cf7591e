package io.holdover.control.api;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.holdover.control.http.Answer;
import io.holdover.control.http.Query;
import io.holdover.control.http.Refusal;

/**
 * Which part of a list is asked for.
 *
 * @param number
 *            counted from 0
 * @param items
 *            how many a page has, 1 at least
 */
record Page(int number, int items) {
    /** Where the request does not say. */
    static final int DEFAULT_ITEMS = 100;

    private static final BigInteger MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    /** Reads {@code itemsPerPage} and {@code page}; the words of a refusal are those that scripts know. */
    static Page of(Query query) throws Refusal {
        int items = number(query.get("itemsPerPage"), DEFAULT_ITEMS);
        if (items == 0) {
            throw Refusal.invalid("invalid items per page");
        }
        return new Page(number(query.get("page"), 0), items);
    }

    /** The page of {@code all}, each of its items as {@code print} prints it. */
    <T> Answer of(List<T> all, Function<T, JsonNode> print) {
        int from = (int) Math.min((long) number * items, all.size());
        int to = (int) Math.min((long) from + items, all.size());
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("itemCount", all.size());
        list.put("pageCount", ((long) all.size() + items - 1) / items);
        ArrayNode printed = list.putArray("items");
        for (T item : all.subList(from, to)) {
            printed.add(print.apply(item));
        }
        return Answer.json(list);
    }

    private static int number(String text, int absent) throws Refusal {
        if (text.isEmpty()) {
            return absent;
        }
        if (!text.matches("[0-9]+")) {
            throw refused(text, "invalid syntax");
        }
        if (text.length() > 20 || new BigInteger(text).compareTo(MAX) > 0) {
            throw refused(text, "value out of range");
        }
        return Integer.parseInt(text);
    }

    private static Refusal refused(String text, String why) {
        return Refusal.invalid("strconv.ParseUint: parsing " + JsonNodeFactory.instance.stringNode(text) + ": " + why);
    }
}
