package io.holdover.control.hooks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.holdover.media.Track;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamPath;

/**
 * Runs the hooks of paths. Any thread, for each path one event after the other; nothing here waits for a process. A hold is no event: what
 * {@code runOnAvailable} started runs on through it.
 */
public final class PathHooks implements StreamListener {
    // For life
    private final HookRunner runner;
    private final Function<StreamPath, Optional<PathHookOptions>> options;
    private final Supplier<String> rtspPort;

    private final Map<StreamPath, PathState> states = new ConcurrentHashMap<>();

    /**
     * @param options the hooks of a path at present; asked at each event, must answer at once and from memory
     * @param rtspPort as hooks are told it
     */
    public PathHooks(HookRunner runner, Function<StreamPath, Optional<PathHookOptions>> options, Supplier<String> rtspPort) {
        this.runner = runner;
        this.options = options;
        this.rtspPort = rtspPort;
    }

    // What streams tell

    @Override
    public void onOnline(StreamPath path, PeerDescription publisher) {
        change(path, state -> state.online(publisher));
    }

    @Override
    public void onPublisherReplaced(StreamPath path, PeerDescription publisher) {
        change(path, state -> state.publisher = publisher); // what begins from now on is told of this one
    }

    @Override
    public void onOffline(StreamPath path, PeerDescription publisher, EndReason reason) {
        change(path, PathState::offline);
    }

    @Override
    public void onAvailable(StreamPath path, List<Track> tracks) {
        change(path, PathState::available);
    }

    @Override
    public void onUnavailable(StreamPath path, EndReason reason) {
        change(path, PathState::unavailable);
    }

    @Override
    public void onReaderJoined(StreamPath path, PeerDescription reader) {
        change(path, state -> state.joined(reader));
    }

    @Override
    public void onReaderLeft(StreamPath path, PeerDescription reader) {
        change(path, state -> state.left(reader));
    }

    /** {@code runOnDemand} runs from here until {@link #onNotDemanded}. */
    @Override
    public void onDemanded(StreamPath path, String query) {
        change(path, state -> state.demanded(query));
    }

    @Override
    public void onNotDemanded(StreamPath path) {
        change(path, PathState::notDemanded);
    }

    // What else happens to paths

    /**
     * These are the paths that the configuration names, now and until the next call: {@code runOnInit} of each runs meanwhile. To be called
     * at the start, with none at the end, and after each change, together with {@link #reconfigure}.
     */
    public void onConfigured(Set<StreamPath> paths) {
        for (StreamPath path : paths) {
            change(path, PathState::configured);
        }
        for (StreamPath path : states.keySet()) {
            if (!paths.contains(path)) {
                change(path, PathState::notConfigured);
            }
        }
    }

    /** Options have changed: where a command has, the old one ends and the new one is run; the streams do not notice. */
    public void reconfigure() {
        states.keySet().forEach(path -> change(path, PathState::reconfigure));
    }

    private void change(StreamPath path, Consumer<PathState> event) {
        states.compute(path, (_, known) -> {
            PathState state = known == null ? new PathState(path) : known;
            event.accept(state);
            return state.isIdle() ? null : state;
        });
    }

    /** What lasts at one path. Guarded by its entry in the map. */
    private final class PathState {
        private final StreamPath path;
        private final String about;

        private @Nullable PeerDescription publisher;
        private @Nullable HookSpan configured;
        private @Nullable HookSpan demanded;
        private @Nullable HookSpan available;
        private @Nullable HookSpan online;
        private final Map<String, HookSpan> readers = new HashMap<>();

        PathState(StreamPath path) {
            this.path = path;
            this.about = "[path " + path + "]";
        }

        boolean isIdle() {
            return configured == null && demanded == null && available == null && online == null && readers.isEmpty();
        }

        void online(PeerDescription who) {
            publisher = who;
            if (online == null) {
                PathHookOptions present = present();
                online = HookSpan.begin(runner, HookSpan.Names.ONLINE, about, present.online(),
                        HookEnvironment.ofPublisher(ofPath(present), who));
            }
        }

        void offline() {
            online = ended(online);
        }

        void available() {
            if (available == null) {
                PathHookOptions present = present();
                available = HookSpan.begin(runner, HookSpan.Names.AVAILABLE, about, present.available(),
                        HookEnvironment.ofPublisher(ofPath(present), publisher));
            }
        }

        void unavailable() {
            available = ended(available);
        }

        void joined(PeerDescription reader) {
            PathHookOptions present = present();
            HookSpan former = readers.put(reader.id(), HookSpan.begin(runner, HookSpan.Names.READ, PeerPrefix.of(reader), present.read(),
                    HookEnvironment.ofReader(ofPath(present), reader)));
            ended(former);
        }

        void left(PeerDescription reader) {
            ended(readers.remove(reader.id()));
        }

        void demanded(String query) {
            if (demanded == null) {
                PathHookOptions present = present();
                demanded = HookSpan.begin(runner, HookSpan.Names.DEMAND, about, present.demand(),
                        HookEnvironment.ofDemand(ofPath(present), query));
            }
        }

        void notDemanded() {
            demanded = ended(demanded);
        }

        void configured() {
            if (configured == null) {
                PathHookOptions present = present();
                configured = HookSpan.begin(runner, HookSpan.Names.INIT, about, init(present), ofPath(present));
            }
        }

        void notConfigured() {
            configured = ended(configured);
        }

        void reconfigure() {
            if (options.apply(path).isEmpty()) {
                forget();
                return;
            }
            PathHookOptions present = present();
            reconfigure(configured, init(present));
            reconfigure(demanded, present.demand());
            reconfigure(available, present.available());
            reconfigure(online, present.online());
            readers.values().forEach(reader -> reader.reconfigure(present.read()));
        }

        /** The path is no longer configured: what runs ends now, and what is to be run at the end still is. */
        private void forget() {
            Stream.concat(Stream.of(configured, demanded, available, online), readers.values().stream()).filter(Objects::nonNull)
                    .forEach(HookSpan::forget);
        }

        private static void reconfigure(@Nullable HookSpan span, HookPair hooks) {
            if (span != null) {
                span.reconfigure(hooks);
            }
        }

        private static @Nullable HookSpan ended(@Nullable HookSpan span) {
            if (span != null) {
                span.end();
            }
            return null;
        }

        private static HookPair init(PathHookOptions options) {
            return new HookPair(options.init(), HookLine.NONE);
        }

        private PathHookOptions present() {
            return options.apply(path).orElse(PathHookOptions.NONE);
        }

        private Map<String, String> ofPath(PathHookOptions present) {
            return HookEnvironment.ofPath(path, present.groups(), rtspPort.get());
        }
    }
}
