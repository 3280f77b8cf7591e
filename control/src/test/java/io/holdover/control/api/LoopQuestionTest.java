package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.holdover.control.http.Refusal;

class LoopQuestionTest {
    private final List<CompletableFuture<Integer>> asked = new CopyOnWriteArrayList<>();
    private final LoopQuestion<Integer> question = new LoopQuestion<>(() -> {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    });

    @Test
    void asksTheLoopOnceForManyWhoAskAtOnce() throws Exception {
        int callers = 500;
        CountDownLatch begun = new CountDownLatch(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    begun.countDown();
                    return question.ask();
                }));
            }
            begun.await();
            Awaitility.await().until(() -> asked.size() == 1 && asked.getFirst().getNumberOfDependents() == callers);
            asked.getFirst().complete(7);
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(7);
            }
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksAgainForWhoeverComesLater() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 3; i++) {
                int number = i;
                Future<Integer> answer = threads.submit(question::ask);
                Awaitility.await().until(() -> asked.size() == number);
                asked.getLast().complete(number);
                assertThat(answer.get()).isEqualTo(number);
            }
        }
    }

    @Test
    void asksAgainWhenAnAnswerGotLost() throws Exception {
        assertThatThrownBy(() -> question.askWithin(1)).isInstanceOf(Refusal.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> answer = threads.submit(question::ask);
            Awaitility.await().until(() -> asked.size() == 2);
            asked.getLast().complete(7);
            assertThat(answer.get()).isEqualTo(7);
        }
    }

    @Test
    void saysThatALoopIsGone() {
        LoopQuestion<Integer> gone = new LoopQuestion<>(() -> CompletableFuture.failedFuture(new IllegalStateException("closed")));
        assertThatThrownBy(gone::ask).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(500));
    }
}
