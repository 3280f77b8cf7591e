package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamPathTest {

    @Test
    void takesNamesWithSegments() {
        for (String name : new String[]{"live", "a/b/c", "cam-1_x.y", "..x", "A9", "x".repeat(StreamPath.MAX_LENGTH)}) {
            assertThat(new StreamPath(name)).hasToString(name);
        }
    }

    @Test
    void refusesWhatIsNoName() {
        for (String name : new String[]{"", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a b", "ä", "~x", "a?b", "a\n",
            "x".repeat(StreamPath.MAX_LENGTH + 1)}) {
            assertThatThrownBy(() -> new StreamPath(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
