package io.holdover.control.auth;

import static io.holdover.control.auth.AuthRequests.await;
import static io.holdover.control.auth.AuthRequests.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;

class InternalAuthenticatorTest {
    private final AuthWork work = new AuthWork();

    @AfterEach
    void stop() {
        work.close();
    }

    private static final List<InternalUser> USERS = List.of(
            user("any", "", List.of(), "read:~^open/", "playback:"),
            user("any", "", List.of("127.0.0.1", "::1"), "api:", "metrics:"),
            user("anna", "apple", List.of(), "publish:studio/one", "read:studio/one"),
            user("bert", "birne", List.of("10.0.0.0/8", "2001:db8::/32"), "publish:"),
            user("cleo", "", List.of(), "publish:~^cleo/[0-9]+$"));

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // action, path, address, user, password, expected
        "read,     open/air,    192.0.2.1,   -,    -,     allowed",
        "read,     open/air,    192.0.2.1,   anna, wrong, allowed",
        "read,     not/open/,   192.0.2.1,   -,    -,     unknown",
        "publish,  open/air,    192.0.2.1,   -,    -,     unknown",
        "playback, studio/one,  192.0.2.1,   -,    -,     allowed",
        "api,      -,           127.0.0.1,   -,    -,     allowed",
        "metrics,  -,           ::1,         -,    -,     allowed",
        "pprof,    -,           127.0.0.1,   -,    -,     unknown",
        "api,      -,           192.0.2.1,   -,    -,     unknown",
        "api,      -,           192.0.2.1,   anna, apple, known",
        "publish,  studio/one,  192.0.2.1,   anna, apple, allowed",
        "read,     studio/one,  192.0.2.1,   anna, apple, allowed",
        "publish,  studio/one,  192.0.2.1,   anna, Apple, unknown",
        "publish,  studio/one,  192.0.2.1,   anna, -,     unknown",
        "publish,  studio/one,  192.0.2.1,   Anna, apple, unknown",
        "publish,  studio/one,  192.0.2.1,   bert, apple, unknown",
        "publish,  studio/ones, 192.0.2.1,   anna, apple, known",
        "publish,  studio,      192.0.2.1,   anna, apple, known",
        "publish,  anywhere,    10.200.0.1,  bert, birne, allowed",
        "publish,  anywhere,    2001:db8::7, bert, birne, allowed",
        "publish,  anywhere,    11.0.0.1,    bert, birne, unknown",
        "read,     anywhere,    10.200.0.1,  bert, birne, known",
        "publish,  cleo/12,     192.0.2.1,   cleo, -,     allowed",
        "publish,  cleo/12,     192.0.2.1,   cleo, any,   allowed",
        "publish,  cleo/x,      192.0.2.1,   cleo, -,     known",
        "publish,  studio/one,  192.0.2.1,   any,  -,     unknown",
    })
    void judgesByUserAddressActionAndPath(String action, String path, String address, String user, String password, String expected) {
        for (List<InternalUser> users : List.of(USERS, hashed(USERS))) {
            AuthRequest request = new AuthRequest(AuthAction.valueOf(action.toUpperCase(Locale.ROOT)), path == null ? "" : path, "srt", "",
                    InetAddress.ofLiteral(address), user == null ? "" : user, password == null ? "" : password, "", "");
            CompletionStage<AuthOutcome> stage = new InternalAuthenticator(users, work, new SecretMemory()).authenticate(request);

            assertThat(stage).isCompletedWithValueMatching(outcome -> switch (outcome) {
                case Allowed allowed -> expected.equals("allowed") && allowed.user().equals(request.user());
                case Denied denied -> expected.equals(denied.known() ? "known" : "unknown") && denied.credentialsGiven() == (user != null);
            });
        }
    }

    @Test
    void judgesArgon2ElsewhereAndRemembersTheVerdict() throws Exception {
        InternalAuthenticator authenticator = new InternalAuthenticator(List.of(argonUser("anna", "apple")), work, new SecretMemory());
        CountDownLatch gate = occupy();

        CompletionStage<AuthOutcome> right = authenticator.authenticate(publish("p", "anna", "apple"));
        CompletionStage<AuthOutcome> wrong = authenticator.authenticate(publish("p", "anna", "birne"));
        assertThat(right.toCompletableFuture()).isNotDone();
        gate.countDown();
        assertThat(await(right)).isEqualTo(new Allowed("anna"));
        assertThat(await(wrong)).isInstanceOf(Denied.class);

        CountDownLatch again = occupy();
        assertThat(authenticator.authenticate(publish("p", "anna", "apple"))).isCompletedWithValue(new Allowed("anna"));
        assertThat(authenticator.authenticate(publish("p", "anna", "birne"))).isCompletedWithValueMatching(Denied.class::isInstance);
        assertThat(authenticator.authenticate(publish("p", "anna", "orange")).toCompletableFuture()).isNotDone();
        again.countDown();
    }

    @Test
    void otherUsersRememberTheSameSecrets() throws Exception {
        SecretMemory memory = new SecretMemory();
        InternalUser anna = argonUser("anna", "apple");
        assertThat(await(new InternalAuthenticator(List.of(anna), work, memory).authenticate(publish("p", "anna", "apple"))))
                .isEqualTo(new Allowed("anna"));
        CountDownLatch gate = occupy();
        InternalAuthenticator other = new InternalAuthenticator(List.of(anna, argonUser("bert", "birne")), work, memory);
        assertThat(other.authenticate(publish("p", "anna", "apple"))).isCompletedWithValue(new Allowed("anna"));
        assertThat(other.authenticate(publish("p", "bert", "birne")).toCompletableFuture()).isNotDone();
        gate.countDown();
    }

    @Test
    void whoGivesNothingCostsNoHash() {
        CountDownLatch gate = occupy();
        InternalAuthenticator authenticator = new InternalAuthenticator(List.of(argonUser("anna", "apple")), work, new SecretMemory());
        assertThat(authenticator.authenticate(publish("p", "", "")))
                .isCompletedWithValue(new Denied("authentication failed", false, false));
        gate.countDown();
    }

    @Test
    void deniesWhoComesWhenTooManyWait() throws Exception {
        InternalAuthenticator authenticator = new InternalAuthenticator(List.of(argonUser("anna", "apple")), work, new SecretMemory());
        CountDownLatch gate = occupy();
        List<CompletionStage<AuthOutcome>> waiting = new ArrayList<>();
        for (int i = 0; i < AuthWork.LIMIT_WAITING; i++) {
            waiting.add(authenticator.authenticate(publish("p", "anna", "apple")));
        }
        assertThat(waiting).noneMatch(stage -> stage.toCompletableFuture().isDone());
        assertThat(authenticator.authenticate(publish("p", "anna", "apple"))).isCompletedWithValue(new Denied("busy", true, false));

        gate.countDown();
        for (CompletionStage<AuthOutcome> stage : waiting) {
            assertThat(await(stage)).isEqualTo(new Allowed("anna"));
        }
    }

    @Test
    void aJudgementThatFailsIsNo() throws Exception {
        assertThat(await(work.judge(new Credentials("u", "p", ""), () -> {
            throw new OutOfMemoryError("Java heap space");
        }))).isEqualTo(new Denied("could not be checked: java.lang.OutOfMemoryError: Java heap space", true, false));
    }

    @Test
    void wrongGuessesDoNotDriveOutRightOnes() {
        SecretMemory memory = new SecretMemory();
        Argon2Secret secret = (Argon2Secret) Secret.parse("argon2:" + SecretTest.encoded("apple", 8, 1, 1, 16));
        memory.keep(secret, "apple", true);
        for (int i = 0; i <= SecretMemory.LIMIT_GUESSES; i++) {
            memory.keep(secret, "guess " + i, false);
        }
        assertThat(memory.recall(secret, "apple")).isTrue();
        assertThat(memory.recall(secret, "guess 0")).isNull();
        assertThat(memory.recall(secret, "guess 1")).isFalse();
        assertThat(memory.recall(secret, "guess")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~(a*)*b", "~(a|aa)+$", "~(.*)*(.*)*x"})
    void anEndlessSearchFindsNothing(String path) {
        InternalAuthenticator authenticator =
                new InternalAuthenticator(List.of(user("any", "", List.of(), "publish:" + path)), work, new SecretMemory());
        assertThat(authenticator.authenticate(publish("a".repeat(500) + "c", "", "")))
                .isCompletedWithValueMatching(Denied.class::isInstance);
    }

    /** Lets the working thread wait. */
    private CountDownLatch occupy() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<AuthOutcome> _ = work.judge(new Credentials("", "", ""), () -> {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new Allowed("");
        }).toCompletableFuture();
        try {
            begun.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return gate;
    }

    private static InternalUser argonUser(String name, String password) {
        return user("argon2:" + SecretTest.encoded(name, 64, 1, 1, 32), "argon2:" + SecretTest.encoded(password, 64, 1, 1, 32), List.of(),
                "publish:");
    }

    /** @param permissions {@code action:path} */
    static InternalUser user(String user, String pass, List<String> ips, String... permissions) {
        return new InternalUser(user, pass, ips.stream().map(IpNetwork::parse).toList(),
                Arrays.stream(permissions).map(text -> text.split(":", 2))
                        .map(parts -> new Permission(AuthAction.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1])).toList());
    }

    private static List<InternalUser> hashed(List<InternalUser> users) {
        return users.stream().map(user -> new InternalUser(user.user().equals("any") ? "any" : hashed(user.user()), hashed(user.pass()),
                user.ips(), user.permissions())).toList();
    }

    private static String hashed(String plain) {
        return plain.isEmpty() ? "" : "sha256:" + Base64.getEncoder()
                .encodeToString(Secret.Sha256.digestOf(plain.getBytes(StandardCharsets.UTF_8)));
    }
}
