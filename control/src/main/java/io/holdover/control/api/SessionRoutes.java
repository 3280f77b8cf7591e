package io.holdover.control.api;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import io.holdover.control.http.Answer;
import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;
import io.holdover.control.http.Routes;
import io.holdover.gateway.Figure;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.SessionSnapshot;

/** The sessions of one protocol. While its gateway is closed its routes are not there, as with MediaMTX. */
final class SessionRoutes {
    private final String root;
    private final String protocol;
    private final String noun;
    private final ApiSubjects subjects;
    private volatile @Nullable Asked asked;

    /** The gateway that was asked last: a changed configuration may open another one. */
    private record Asked(Gateway gateway, LoopQuestion<List<SessionSnapshot>> sessions) {
    }

    /**
     * @param root
     *            where its routes begin
     * @param protocol
     *            as {@link Gateway#protocol()}
     * @param noun
     *            what one of them is called: {@code connection}
     */
    SessionRoutes(String root, String protocol, String noun, ApiSubjects subjects) {
        this.root = root;
        this.protocol = protocol;
        this.noun = noun;
        this.subjects = subjects;
    }

    void addTo(Routes.Builder routes) {
        routes.on("GET", root + "/list", this::list).on("GET", root + "/get/*", this::get).on("POST", root + "/kick/*", this::kick);
    }

    private Answer list(Request request) throws Refusal, InterruptedException {
        List<SessionSnapshot> sessions = sessionsOf(gateway()).stream()
                .sorted(Comparator.comparingLong(SessionSnapshot::createdNs).thenComparing(SessionSnapshot::id)).toList();
        return Page.of(request.query()).of(sessions, this::print);
    }

    private Answer get(Request request) throws Refusal, InterruptedException {
        Gateway gateway = gateway();
        String id = SessionId.parse(request.rest());
        return sessionsOf(gateway).stream().filter(session -> session.id().equals(id)).findFirst()
                .map(session -> Answer.json(print(session))).orElseThrow(this::notFound);
    }

    private Answer kick(Request request) throws Refusal, InterruptedException {
        Gateway gateway = gateway();
        if (!LoopQuestion.answerOf(gateway.kick(SessionId.parse(request.rest())))) {
            throw notFound();
        }
        return Answer.ok();
    }

    private List<SessionSnapshot> sessionsOf(Gateway gateway) throws Refusal, InterruptedException {
        Asked present = asked;
        if (present == null || !present.gateway.equals(gateway)) {
            present = new Asked(gateway, new LoopQuestion<>(gateway::sessions));
            asked = present;
        }
        return present.sessions.ask();
    }

    private Refusal notFound() {
        return Refusal.notFound(noun + " not found");
    }

    private Gateway gateway() throws Refusal {
        Optional<Gateway> open = subjects.gateways().get().stream().filter(gateway -> gateway.protocol().equals(protocol)).findFirst();
        return open.orElseThrow(() -> Refusal.notFound("404 page not found"));
    }

    private ObjectNode print(SessionSnapshot session) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("id", session.id());
        item.put("created", subjects.wallTime().of(session.createdNs()).toString());
        item.put("remoteAddr", session.remoteAddress());
        item.put("state", switch (session.action()) {
            case PUBLISH -> "publish";
            case READ -> "read";
        });
        item.put("path", session.path().name());
        item.put("query", session.query());
        item.put("user", session.user());
        for (Figure figure : session.figures()) {
            if (figure.counter().integral()) {
                item.put(figure.counter().name(), (long) figure.value());
            } else {
                item.put(figure.counter().name(), Double.isFinite(figure.value()) ? figure.value() : 0);
            }
        }
        return item;
    }
}
