package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.holdover.stream.hold.HoldOptions;

class HeldPathsLimitTest {

    private static final long MS = 1_000_000L;

    private final ManualLoop loop = new ManualLoop(1_000 * MS);
    private final List<String> ends = new ArrayList<>();
    private final StreamRegistry registry =
            new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults().with(HoldOptions.on())), new StreamListener() {
                @Override
                public void onUnavailable(StreamPath path, EndReason reason) {
                    ends.add(path + " " + reason);
                }
            });

    @Test
    void endsTheOldestHoldWithoutReadersBeyondTheLimit() {
        registry.limitHeldPaths(3, loop.nowNs());
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            publications.add(publish("p" + i));
        }
        assertThat(ends).isEmpty();
        lose(publications.get(2));
        lose(publications.get(0));
        read("p0");
        lose(publications.get(1));
        assertThat(ends).isEmpty();
        lose(publications.get(3));
        assertThat(ends).containsExactly("p2 HOLD_LIMIT");
        lose(publications.get(4));
        assertThat(ends).containsExactly("p2 HOLD_LIMIT", "p1 HOLD_LIMIT");
        assertThat(registry.find(new StreamPath("p0"))).as("it has a reader").isPresent();
    }

    @Test
    void keepsStreamsThatAreRead() {
        registry.limitHeldPaths(1, loop.nowNs());
        for (int i = 0; i < 3; i++) {
            Publication publication = publish("p" + i);
            read("p" + i);
            lose(publication);
        }
        assertThat(ends).isEmpty();
        lose(publish("unread"));
        assertThat(ends).containsExactly("unread HOLD_LIMIT");
    }

    @Test
    void endsWhatIsBeyondTheLimitWhenItsReadersHaveLeft() {
        registry.limitHeldPaths(1, loop.nowNs());
        List<FakeReader> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Publication publication = publish("p" + i);
            readers.add(read("p" + i));
            lose(publication);
        }
        readers.forEach(reader -> loop.batch(() -> reader.leave(loop.nowNs())));
        assertThat(ends).containsExactly("p0 HOLD_LIMIT", "p1 HOLD_LIMIT");
    }

    @Test
    void aStreamWithAPublisherDoesNotCount() {
        registry.limitHeldPaths(1, loop.nowNs());
        Publication first = publish("p0");
        lose(first);
        Publication again = publish("p0");
        lose(publish("p1"));
        assertThat(ends).isEmpty();
        lose(again);
        assertThat(ends).containsExactly("p1 HOLD_LIMIT");
        registry.close(new StreamPath("p0"), EndReason.PATH_CLOSED, loop.nowNs());
        lose(publish("p2"));
        assertThat(ends).containsExactly("p1 HOLD_LIMIT", "p0 PATH_CLOSED");
    }

    @Test
    void followsALimitThatIsChanged() {
        for (int i = 0; i < 5; i++) {
            lose(publish("p" + i));
        }
        registry.limitHeldPaths(2, loop.nowNs());
        assertThat(ends).containsExactly("p0 HOLD_LIMIT", "p1 HOLD_LIMIT", "p2 HOLD_LIMIT");
        registry.limitHeldPaths(0, loop.nowNs());
        for (int i = 5; i < 12; i++) {
            lose(publish("p" + i));
        }
        assertThat(ends).hasSize(3);
        assertThatIllegalArgumentException().isThrownBy(() -> registry.limitHeldPaths(-1, loop.nowNs()));
    }

    @Test
    void holdsAThousandUnlessToldOtherwise() {
        for (int i = 0; i <= StreamRegistry.DEFAULT_MAX_HELD_PATHS; i++) {
            lose(publish("p" + i));
        }
        assertThat(ends).containsExactly("p0 HOLD_LIMIT");
    }

    private Publication publish(String path) {
        PeerDescription who = new PeerDescription("srtConn", path, "127.0.0.1:1", "");
        PublishOutcome outcome = registry.publish(new PublishRequest(new StreamPath(path), who, (_, _) -> {
        }), loop.nowNs());
        Publication publication = ((PublishOutcome.Admitted) outcome).publication();
        loop.batch(() -> {
            publication.onTracks(List.of(MadeUnits.AUDIO));
            publication.onUnit(MadeUnits.aac(90_000), loop.nowNs());
            publication.endOfBurst(loop.nowNs());
        });
        return publication;
    }

    private void lose(Publication publication) {
        loop.batch(() -> publication.end(EndReason.PUBLISHER_LOST, loop.nowNs()));
        loop.advanceMs(1);
    }

    private FakeReader read(String path) {
        FakeReader reader = new FakeReader(path);
        loop.batch(() -> reader.on(registry.read(new ReadRequest(new StreamPath(path), reader.who(), reader, 120, 8192), loop.nowNs())));
        return reader;
    }
}
