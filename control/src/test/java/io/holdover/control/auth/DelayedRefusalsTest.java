package io.holdover.control.auth;

import static io.holdover.control.auth.AuthRequests.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;

class DelayedRefusalsTest {
    private static final Denied WRONG = new Denied("authentication failed", true, false);
    private static final Denied MISSING = new Denied("authentication failed", false, false);
    private static final Denied FORBIDDEN = new Denied("no permission", true, true);

    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong delayNs = new AtomicLong(1_000);

    private DelayedRefusals judging(AuthOutcome outcome) {
        return new DelayedRefusals(_ -> CompletableFuture.completedFuture(outcome), timer, delayNs::get);
    }

    private static CompletableFuture<AuthOutcome> ask(DelayedRefusals refusals) {
        return refusals.authenticate(publish("p", "anna", "apple")).toCompletableFuture();
    }

    @Test
    void whoIsAllowedDoesNotWait() {
        assertThat(ask(judging(new Allowed("anna")))).isCompletedWithValue(new Allowed("anna"));
        assertThat(timer.set()).isZero();
    }

    @Test
    void whoGaveNothingDoesNotWait() {
        assertThat(ask(judging(MISSING))).isCompletedWithValue(MISSING);
        assertThat(timer.set()).isZero();
    }

    @Test
    void whoGaveWrongCredentialsWaits() {
        for (Denied denied : List.of(WRONG, FORBIDDEN)) {
            CompletableFuture<AuthOutcome> answer = ask(judging(denied));
            timer.advance(999);
            assertThat(answer).isNotDone();
            timer.advance(1);
            assertThat(answer).isCompletedWithValue(denied);
        }
    }

    @Test
    void eachWaitsAsLongAsItIsTold() {
        DelayedRefusals refusals = judging(WRONG);
        CompletableFuture<AuthOutcome> slow = ask(refusals);
        delayNs.set(10);
        CompletableFuture<AuthOutcome> quick = ask(refusals);
        timer.advance(10);
        assertThat(quick).isDone();
        assertThat(slow).isNotDone();
        timer.advance(990);
        assertThat(slow).isDone();
    }

    @Test
    void beyondTheLimitTheOldestIsAnswered() {
        DelayedRefusals refusals = judging(WRONG);
        List<CompletableFuture<AuthOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < DelayedRefusals.LIMIT_WAITING; i++) {
            answers.add(ask(refusals));
        }
        assertThat(answers).noneMatch(CompletableFuture::isDone);

        CompletableFuture<AuthOutcome> next = ask(refusals);
        assertThat(answers.getFirst()).isCompletedWithValue(WRONG);
        assertThat(answers.get(1)).isNotDone();
        assertThat(next).isNotDone();
        assertThat(timer.set()).isEqualTo(DelayedRefusals.LIMIT_WAITING);

        timer.advance(1_000);
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(next).isDone();
        assertThat(timer.set()).isZero();
    }

    @Test
    void whoWaitsIsAnsweredAtTheEnd() {
        DelayedRefusals refusals = judging(WRONG);
        CompletableFuture<AuthOutcome> answer = ask(refusals);
        refusals.close();
        assertThat(answer).isCompletedWithValue(WRONG);
        assertThat(timer.set()).isZero();
        assertThat(ask(refusals)).isCompletedWithValue(WRONG);
    }

    @Test
    void aTimerThatHasStoppedDelaysNobody() {
        timer.shutdown();
        assertThat(ask(judging(WRONG))).isCompletedWithValue(WRONG);
    }
}
