package io.holdover.control.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The YAML parser, fenced in: text in, a tree of nodes with their places out, or one problem with its place. */
final class YamlText {
    /** Collections within collections; the file needs three. */
    static final int LIMIT_DEPTH = 32;
    /** Words, lists and keys in the value of one option, aliases written out. */
    static final int LIMIT_NODES = 1 << 17;

    private final String file;
    private final String text;

    YamlText(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** A text that is not YAML. */
    static final class NotYamlException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ConfigProblem problem;

        NotYamlException(ConfigProblem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        ConfigProblem problem() {
            return problem;
        }
    }

    /** The root of the only document; none if the text is empty. */
    Optional<Node> compose() throws NotYamlException {
        // The core schema also has ~ for null. A key that is no word gets its own message later.
        LoadSettings settings = LoadSettings.builder().setLabel(file).setSchema(new CoreSchema()).setAllowNonScalarKeys(true)
                .setCodePointLimit(ConfigLoad.LIMIT_BYTES).build();
        try {
            checkDepth(settings);
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw new NotYamlException(new ConfigProblem(e.getProblemMark().map(this::place).orElse(Place.wholeOf(file)), explain(e)));
        } catch (ReaderException e) {
            throw new NotYamlException(
                    new ConfigProblem(placeOf(e.getPosition()),
                            String.format("character U+%04X is not allowed in YAML", e.getCodePoint())));
        } catch (YamlEngineException e) {
            throw new NotYamlException(new ConfigProblem(Place.wholeOf(file), "not valid YAML: " + e.getMessage()));
        }
    }

    Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** What stands at {@code node}, whatever it is. */
    Given given(Node node) throws InvalidOptionException {
        return given(node, 0, new AtomicInteger(LIMIT_NODES));
    }

    /** Aliases can make a tree of a few lines endless, or endlessly wide. */
    private Given given(Node node, int depth, AtomicInteger nodesLeft) throws InvalidOptionException {
        if (depth > LIMIT_DEPTH || nodesLeft.decrementAndGet() < 0) {
            throw new InvalidOptionException("its aliases contain themselves or more than anyone would write");
        }
        Place place = node.getStartMark().map(this::place).orElse(Place.wholeOf(file));
        return switch (node) {
            case ScalarNode scalar when scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getTag().equals(Tag.NULL) ->
                new Given.Nothing(place);
            case ScalarNode scalar -> new Given.Scalar(scalar.getValue(), Given.Kind.UNTYPED, place);
            case SequenceNode sequence -> {
                List<Given> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(given(item, depth + 1, nodesLeft));
                }
                yield new Given.Items(items, place);
            }
            case MappingNode mapping -> new Given.Fields(fields(mapping, depth, nodesLeft), place);
            default -> throw new InvalidOptionException("it is neither a word nor a list nor keys with values");
        };
    }

    private Map<String, Given> fields(MappingNode mapping, int depth, AtomicInteger nodesLeft) throws InvalidOptionException {
        Map<String, Given> fields = new LinkedHashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            if (!(field.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidOptionException("a key must be a word");
            }
            if (fields.putIfAbsent(key.getValue(), given(field.getValueNode(), depth + 1, nodesLeft)) != null) {
                throw new InvalidOptionException("'" + key.getValue() + "' stands there twice");
            }
        }
        return fields;
    }

    /** The composer recurses, the event parser does not: what is nested too deeply is found here. */
    private void checkDepth(LoadSettings settings) throws NotYamlException {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {
                }
            }
            if (depth > LIMIT_DEPTH) {
                throw new NotYamlException(new ConfigProblem(event.getStartMark().map(this::place).orElse(Place.wholeOf(file)),
                        "nested more than " + LIMIT_DEPTH + " levels deep"));
            }
        }
    }

    private static String explain(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        if (problem.contains("\\t")) {
            return "a tab stands where only spaces may: YAML is indented with spaces";
        }
        String context = e.getContext();
        return "not valid YAML: " + (context == null || context.isEmpty() ? "" : context + ", ") + problem;
    }

    private Place placeOf(int position) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(position, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Place(file, line, column);
    }
}
