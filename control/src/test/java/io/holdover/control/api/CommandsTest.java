package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.control.http.Answer;
import io.holdover.control.http.Query;
import io.holdover.control.http.Refusal;
import io.holdover.control.http.Request;
import io.holdover.stream.CommandOutcome;
import io.holdover.stream.StreamPath;

class CommandsTest {

    @Test
    void carriesOutWhatIsAsked() throws Exception {
        AtomicReference<StreamPath> asked = new AtomicReference<>();
        Answer answer = PathRoutes.command(path -> {
            asked.set(path);
            return CompletableFuture.completedFuture(CommandOutcome.DONE);
        }).answer(request("a/b"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(asked.get()).isEqualTo(new StreamPath("a/b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NO_STREAM      | 404 | no stream is available on path 'a/b'",
        "NOT_PERSISTENT | 400 | path 'a/b' cannot be held: srtPersistOnDisconnect is off",
        "NOT_HELD       | 400 | path 'a/b' is not held by hand",
    })
    void saysWhyItCannot(CommandOutcome outcome, int status, String text) {
        assertThatThrownBy(() -> PathRoutes.command(_ -> CompletableFuture.completedFuture(outcome)).answer(request("a/b")))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status)).hasMessage(text);
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatThrownBy(() -> PathRoutes.command(_ -> {
            throw new IllegalStateException("asked all the same");
        }).answer(request("../b"))).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void doesNotWaitForALoopThatIsGone() {
        assertThatThrownBy(() -> PathRoutes.command(_ -> CompletableFuture.failedFuture(new IllegalStateException("closed")))
                .answer(request("a"))).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(500));
    }

    private static Request request(String rest) {
        return new Request(rest, new Query(""), new byte[0], "192.0.2.1:5000");
    }
}
