package io.holdover.gateway.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.gateway.SessionListener;
import io.holdover.srt.RejectionReason;
import io.holdover.stream.AccessDecision;
import io.holdover.stream.AccessRequest;
import io.holdover.stream.DemandOptions;
import io.holdover.stream.PathOptions;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.Publication;
import io.holdover.stream.PublishOutcome;
import io.holdover.stream.PublishRequest;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamRegistry;
import io.holdover.stream.hold.HoldOptions;

/** The way through the door, step by step; whole streams are in the server's tests. */
class SrtGatewayTest {
    private static final StreamPath LIVE = new StreamPath("live");

    private final ManualLoop loop = new ManualLoop();
    private final Map<StreamPath, SrtPathOptions> passphrases = new HashMap<>(Map.of(LIVE, SrtPathOptions.CLEAR));
    private final Queue<Runnable> keyWork = new ArrayDeque<>();
    private PathOptions pathOptions = PathOptions.defaults();
    private CompletableFuture<AccessDecision> decision = CompletableFuture.completedFuture(AccessDecision.ALLOWED);
    private @Nullable AccessRequest asked;
    private boolean overloaded;
    private final List<PeerDescription> announced = new ArrayList<>();

    private final StreamRegistry registry =
            new StreamRegistry(loop, path -> path.equals(LIVE) ? Optional.of(pathOptions) : Optional.empty(),
                    StreamListener.NONE);
    private final SrtGateway gateway =
            new SrtGateway(SrtGatewayOptions.withTimeouts(TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(10)),
                    loop, registry, path -> Optional.ofNullable(passphrases.get(path)), this::decide, noting(), this::openKey);

    @ParameterizedTest
    @CsvSource({"'',BAD_REQUEST", "live,BAD_REQUEST", "publish:a b,BAD_REQUEST", "'#!::m=bidirectional,r=live',BAD_MODE",
        "'#!::m=sing,r=live',BAD_MODE",
        "publish:elsewhere,NOTFOUND", "read:elsewhere,NOTFOUND", "read:live,NOTFOUND"})
    void refusesWithTheTrueCode(String streamId, RejectionReason reason) {
        assertThat(call(FakeRequest.clear(streamId)).rejection).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"UNAUTHORIZED,UNAUTHORIZED,1401", "FORBIDDEN,FORBIDDEN,1403"})
    void refusesWhomTheAccessPolicyRefuses(AccessDecision answer, RejectionReason reason, int code) {
        decision = CompletableFuture.completedFuture(answer);

        assertThat(call(FakeRequest.clear("publish:live")).rejection).isEqualTo(reason);
        assertThat(call(FakeRequest.clear("read:live")).rejection).isEqualTo(reason);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(registry.find(LIVE)).isEmpty();
    }

    @Test
    void tellsTheAccessPolicyWhatTheCallerGave() {
        call(FakeRequest.clear("#!::m=publish,r=live,u=me,s=secret"));

        assertThat(asked).isNotNull().satisfies(question -> {
            assertThat(question.path()).isEqualTo(LIVE);
            assertThat(question.user()).isEqualTo("me");
            assertThat(question.password()).isEqualTo("secret");
            assertThat(question.protocol()).isEqualTo("srt");
            assertThat(question.ip()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(question.peer().remoteAddress()).isEqualTo("127.0.0.1:4000");
        });
    }

    @Test
    void failsClosedWhenPermissionCannotBeChecked() {
        decision = CompletableFuture.failedFuture(new IllegalStateException("no answer"));

        assertThat(call(FakeRequest.clear("publish:live")).rejection).isEqualTo(RejectionReason.ISE);
    }

    @Test
    void waitsForTheAccessPolicyWithoutHoldingTheLoop() {
        decision = new CompletableFuture<>();
        FakeRequest request = call(FakeRequest.clear("publish:live"));
        assertThat(request.isAnswered()).isFalse();

        decision.complete(AccessDecision.ALLOWED);
        assertThat(request.isAnswered()).as("not before the loop's next turn").isFalse();
        loop.turn();

        assertThat(request.accepted).isNotNull();
    }

    @Test
    void doesNotReplaceAPublisherForACallerThatHasGivenUp() {
        Publication running = publish();
        decision = new CompletableFuture<>();
        FakeRequest request = call(FakeRequest.clear("publish:live"));

        request.stands = false;
        decision.complete(AccessDecision.ALLOWED);
        loop.turn();

        assertThat(request.isAnswered()).isFalse();
        assertThat(running.isOpen()).isTrue();
    }

    @Test
    void leavesNothingBehindWhenTheCallerHangsUpAtTheLastMoment() {
        FakeRequest request = call(FakeRequest.clear("publish:live"));

        assertThat(request.accepted).isNotNull();
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(loop.armedAlarms()).isZero();
        assertThat(gateway.sessions()).isNotDone();
        loop.turn();
        assertThat(gateway.sessions().toCompletableFuture()).isNotCompletedExceptionally();
    }

    @Test
    void refusesASecondPublisherWithoutOverride() {
        pathOptions = new PathOptions(true, false, 0, HoldOptions.off());
        Publication running = publish();
        running.onBytes(188, loop.nowNs());

        assertThat(call(FakeRequest.clear("publish:live")).rejection).isEqualTo(RejectionReason.CONFLICT);
        assertThat(running.isOpen()).isTrue();

        loop.pass(1_000);
        assertThat(call(FakeRequest.clear("publish:live")).rejection).as("silent for a second").isNull();
        assertThat(running.isOpen()).isFalse();
    }

    @Test
    void aReaderThatWaitsIsAnsweredWhenItIsDecided() {
        pathOptions = PathOptions.defaults().with(new DemandOptions(true, TimeUnit.SECONDS.toNanos(1), 0));
        FakeRequest late = call(FakeRequest.clear("read:live"));
        loop.pass(999);
        assertThat(late.isAnswered()).isFalse();
        loop.pass(1);
        assertThat(late.rejection).as("with the usual reason").isEqualTo(RejectionReason.NOTFOUND);
        assertThat(loop.armedAlarms()).isZero();
    }

    @Test
    void aReaderThatWaitsIsLetInBeforeItGivesUp() {
        pathOptions = PathOptions.defaults().with(new DemandOptions(true, TimeUnit.SECONDS.toNanos(10), 0));
        FakeRequest request = call(FakeRequest.clear("read:live"));
        loop.pass(1_400);
        assertThat(request.isAnswered()).isFalse();
        loop.pass(100);
        assertThat(request.accepted).as("and is gone, as it turns out").isNotNull();
        loop.pass(1);
        assertThat(loop.armedAlarms()).as("nobody waits any more").isZero();
    }

    @Test
    void takesOnlyTheRightPassphraseOfTheDirection() {
        passphrases.put(LIVE, new SrtPathOptions("publish-secret", "read-secret-"));

        assertThat(call(FakeRequest.encrypted("publish:live", "publish-secret")).accepted).isNotNull()
                .satisfies(options -> assertThat(options.keys()).isNotNull());
        assertThat(call(FakeRequest.encrypted("publish:live", "read-secret-")).rejection).isEqualTo(RejectionReason.BADSECRET);
        assertThat(call(FakeRequest.clear("publish:live")).rejection).isEqualTo(RejectionReason.UNSECURE);
        assertThat(call(FakeRequest.encrypted("read:live", "read-secret-")).rejection).as("let in, and nothing there")
                .isEqualTo(RejectionReason.NOTFOUND);
        assertThat(call(FakeRequest.encrypted("read:live", "publish-secret")).rejection).isEqualTo(RejectionReason.BADSECRET);
    }

    @Test
    void refusesAPassphraseWhereNoneIsExpected() {
        assertThat(call(FakeRequest.encrypted("publish:live", "publish-secret")).rejection).isEqualTo(RejectionReason.UNSECURE);
    }

    @Test
    void opensKeysElsewhereThanOnTheLoop() {
        passphrases.put(LIVE, new SrtPathOptions("publish-secret", ""));
        FakeRequest request = FakeRequest.encrypted("publish:live", "publish-secret");
        gateway.onRequest(request);
        loop.turn();
        assertThat(request.isAnswered()).isFalse();
        assertThat(keyWork).hasSize(1);

        keyWork.remove().run();
        assertThat(request.isAnswered()).as("answered on the loop only").isFalse();
        loop.turn();

        assertThat(request.accepted).isNotNull();
    }

    @Test
    void givesPeersWithNothingToSayTimeForTheirKeepalives() {
        long secondNs = TimeUnit.SECONDS.toNanos(1);

        // SRT draft 3.2.3: one a second
        assertThat(SrtGatewayOptions.withTimeouts(secondNs, secondNs).srt().peerIdleTimeoutMs()).isGreaterThan(2_000);
        assertThat(SrtGatewayOptions.withTimeouts(20 * secondNs, secondNs).srt().peerIdleTimeoutMs()).isEqualTo(20_000);
    }

    @Test
    void treatsPeersThatConnectLaterAsItsOptionsSayThen() {
        gateway.setOptions(SrtGatewayOptions.withTimeouts(TimeUnit.SECONDS.toNanos(25), TimeUnit.SECONDS.toNanos(5)));

        assertThat(call(FakeRequest.clear("publish:live")).accepted).isNotNull()
                .satisfies(options -> assertThat(options.options().peerIdleTimeoutMs()).isEqualTo(25_000));
    }

    @Test
    void announcesNobodyWhoWasNotLetIn() {
        call(FakeRequest.clear("publish:elsewhere"));
        call(FakeRequest.clear("publish:live"));

        assertThat(announced).as("refused, and gone at the last moment").isEmpty();
    }

    @Test
    void answersThatThereIsNobodyToKick() {
        CompletableFuture<Boolean> answer = gateway.kick("nobody").toCompletableFuture();
        assertThat(answer).isNotDone();
        loop.turn();

        assertThat(answer).isCompletedWithValue(false);
    }

    @Test
    void answersWithAFailureWhenItsLoopHasEnded() {
        loop.rejects = true;

        assertThat(gateway.sessions().toCompletableFuture()).isCompletedExceptionally();
        assertThat(gateway.kick("1").toCompletableFuture()).isCompletedExceptionally();
        gateway.close();
    }

    @Test
    void refusesCallersWhenTooManyKeysWait() {
        passphrases.put(LIVE, new SrtPathOptions("publish-secret", ""));
        overloaded = true;

        assertThat(call(FakeRequest.encrypted("publish:live", "publish-secret")).rejection).isEqualTo(RejectionReason.OVERLOAD);
    }

    private FakeRequest call(FakeRequest request) {
        gateway.onRequest(request);
        while (!keyWork.isEmpty()) {
            keyWork.remove().run();
        }
        loop.turn();
        return request;
    }

    private Publication publish() {
        PublishRequest wish = new PublishRequest(LIVE, new PeerDescription("test", "1", "", ""), (_, _) -> {
        });
        return ((PublishOutcome.Admitted) registry.publish(wish, loop.nowNs())).publication();
    }

    private SessionListener noting() {
        return new SessionListener() {
            @Override
            public void onConnected(PeerDescription peer) {
                announced.add(peer);
            }

            @Override
            public void onDisconnected(PeerDescription peer) {
                announced.add(peer);
            }
        };
    }

    private CompletableFuture<AccessDecision> decide(AccessRequest request) {
        asked = request;
        return decision;
    }

    private void openKey(Runnable work) {
        if (overloaded) {
            throw new RejectedExecutionException("full");
        }
        keyWork.add(work);
    }
}
