package io.holdover.control.auth;

import static io.holdover.control.auth.AuthRequests.await;
import static io.holdover.control.auth.AuthRequests.awaitDenied;
import static io.holdover.control.auth.AuthRequests.publish;
import static io.holdover.control.auth.AuthRequests.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;

class SwitchingAuthenticatorTest {
    private final SwitchingAuthenticator authenticator = new SwitchingAuthenticator(AuthOptions.defaults(), new ManualInstants());

    @AfterEach
    void stop() {
        authenticator.close();
    }

    @Test
    void judgesByTheNewestOptions() throws Exception {
        assertThat(await(authenticator.authenticate(read("p", "", "")))).isEqualTo(new Allowed(""));
        authenticator.apply(users(InternalAuthenticatorTest.user("anna", "apple", List.of(), "publish:")));
        assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Allowed("anna"));
        assertThat(await(authenticator.authenticate(read("p", "", "")))).isEqualTo(new Denied("authentication failed", false, false));
    }

    @Test
    void refusesOptionsThatAreWrongAndKeepsTheOldOnes() throws Exception {
        AuthOptions wrong = users(InternalAuthenticatorTest.user("anna", "sha256:x", List.of(), "publish:"));
        assertThatIllegalArgumentException().isThrownBy(() -> authenticator.apply(wrong))
                .withMessage("authInternalUsers[0].pass: what follows 'sha256:' is not base64");
        assertThat(authenticator.options()).isEqualTo(AuthOptions.defaults());
        assertThat(await(authenticator.authenticate(read("p", "", "")))).isEqualTo(new Allowed(""));
    }

    @Test
    void delaysRefusalsByASecondOrTwo() throws Exception {
        authenticator.apply(users(InternalAuthenticatorTest.user("anna", "apple", List.of(), "publish:")));
        long before = System.nanoTime();
        assertThat(await(authenticator.authenticate(publish("p", "anna", "wrong")))).isInstanceOf(Denied.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void judgesAnewWhomTheOldOptionsDenied() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (AuthServer server = AuthServer.http(exchange -> {
            try {
                gate.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            AuthServer.answer(exchange, 403, "");
        })) {
            AuthOptions old = AuthOptions.defaults();
            authenticator.apply(new AuthOptions(AuthMethod.HTTP, old.users(),
                    new HttpAuthOptions(server.url("/"), "", List.of(), Duration.ofSeconds(20)), old.jwt()));
            CompletionStage<AuthOutcome> answer = authenticator.authenticate(publish("p", "anna", "apple"));
            await().until(() -> !server.received.isEmpty());
            authenticator.apply(old);
            gate.countDown();
            assertThat(await(answer)).isEqualTo(new Allowed("anna"));
        }
    }

    @Test
    void refreshesKeys() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 200, "{\"keys\":[]}"))) {
            AuthOptions old = AuthOptions.defaults();
            authenticator.apply(new AuthOptions(AuthMethod.JWT, old.users(), old.http(), new JwtAuthOptions(server.url("/"), "",
                    "mediamtx_permissions", List.of(), "", "", false, Duration.ofSeconds(20))));
            String token = "eyJhbGciOiJSUzI1NiJ9.e30.AA"; // {"alg":"RS256"}
            for (int i = 1; i <= 2; i++) {
                assertThat(awaitDenied(authenticator.authenticate(publish("p", "", token))).reason())
                        .isEqualTo("token is signed with a key that is not known");
                assertThat(server.received).hasSize(i);
                authenticator.refreshKeys();
            }
        }
    }

    @Test
    void deniesWhenItIsClosed() throws Exception {
        authenticator.apply(users(InternalAuthenticatorTest.user("anna", "argon2:" + SecretTest.encoded("apple", 8, 1, 1, 16), List.of(),
                "publish:")));
        authenticator.close();
        assertThat(await(authenticator.authenticate(publish("p", "anna", "apple")))).isEqualTo(new Denied("busy", true, false));
    }

    @Test
    void asksNoServiceWhenItIsClosed() throws Exception {
        try (AuthServer server = AuthServer.http(exchange -> AuthServer.answer(exchange, 200, ""))) {
            AuthOptions old = AuthOptions.defaults();
            authenticator.apply(new AuthOptions(AuthMethod.HTTP, old.users(),
                    new HttpAuthOptions(server.url("/"), "", List.of(), Duration.ofSeconds(20)), old.jwt()));
            authenticator.close();
            for (int i = 0; i <= OutgoingCalls.LIMIT_RUNNING; i++) {
                assertThat(awaitDenied(authenticator.authenticate(publish("p", "anna", "apple"))).reason())
                        .startsWith("HTTP request failed: ");
            }
            assertThat(server.received).isEmpty();
        }
    }

    private static AuthOptions users(InternalUser... users) {
        AuthOptions defaults = AuthOptions.defaults();
        return new AuthOptions(AuthMethod.INTERNAL, List.of(users), defaults.http(), defaults.jwt());
    }
}
