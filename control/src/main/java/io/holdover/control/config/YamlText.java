package io.holdover.control.config;

import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The YAML parser, fenced in: text in, a tree of nodes with their places out, or one problem with its place. */
final class YamlText {
    /** Collections within collections; the file needs three. */
    static final int LIMIT_DEPTH = 32;

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
