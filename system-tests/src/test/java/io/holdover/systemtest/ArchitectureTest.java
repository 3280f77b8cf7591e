package io.holdover.systemtest;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The law: which package may know which. A rule that fails here is answered by moving code, not by an exception to the rule. */
class ArchitectureTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.holdover.srt", "io.holdover.media", "io.holdover.stream", "io.holdover.gateway", "io.holdover.control",
                    "io.holdover.server", "io.holdover.testkit");

    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.annotations.."};

    /** The packages that turn bytes and {@code nowNs} into bytes and events, and own neither socket nor thread. */
    private static final String[] SANS_IO = {"io.holdover.srt.packet..", "io.holdover.srt.handshake..", "io.holdover.srt.crypto..",
        "io.holdover.srt.send..", "io.holdover.srt.receive..", "io.holdover.media.."};

    private static final List<String> BANNED_SUFFIXES =
            List.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base", "Data", "Info");
    private static final Set<String> BANNED_NAMES = Set.of("Path", "Stream", "Record", "Format", "Clock", "Flow", "Connection");

    private static final Map<String, Set<String>> CLOCKS = Map.of("java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            Instant.class.getName(), Set.of("now"), "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
            "java.time.LocalDateTime", Set.of("now"), "java.time.ZonedDateTime", Set.of("now"), "java.time.OffsetDateTime", Set.of("now"));

    @Test
    void seesTheWholeProgram() {
        for (String module : List.of("srt", "media", "stream", "gateway", "control", "server", "testkit")) {
            assertThat(PROGRAM.stream().filter(type -> type.getPackageName().startsWith("io.holdover." + module))).as(module).isNotEmpty();
        }
    }

    @Test
    void srtKnowsTheJdkAlone() {
        onlyKnows("io.holdover.srt..", "jdk.net..");
    }

    @Test
    void mediaKnowsTheJdkAlone() {
        onlyKnows("io.holdover.media..");
    }

    @Test
    void streamKnowsMedia() {
        onlyKnows("io.holdover.stream..", "io.holdover.media..");
    }

    @Test
    void gatewaysKnowTransportMediaAndStream() {
        onlyKnows("io.holdover.gateway..", "io.holdover.srt..", "io.holdover.media..", "io.holdover.stream..");
    }

    @Test
    void theRootOfGatewayNamesNoProtocol() {
        noClasses().that().resideInAPackage("io.holdover.gateway")
                .should().dependOnClassesThat().resideInAnyPackage("io.holdover.gateway.*..", "io.holdover.srt..").check(PROGRAM);
    }

    @Test
    void controlKnowsStreamsAndTheRootOfGateway() {
        // The ports of streams speak of tracks, which are in the root package of media.
        onlyKnows("io.holdover.control..", "io.holdover.stream..", "io.holdover.gateway", "io.holdover.media", "io.holdover.media.codec..",
                "org.snakeyaml.engine..", "org.slf4j..", "tools.jackson..", "com.fasterxml.jackson.annotation..", "io.vertx..",
                "io.netty..",
                "com.nimbusds..", "org.bouncycastle..", "javax.net.ssl..");
    }

    @Test
    void onlyTheServerKnowsControl() {
        noClasses().that().resideOutsideOfPackages("io.holdover.control..", "io.holdover.server..")
                .should().dependOnClassesThat().resideInAPackage("io.holdover.control..").check(PROGRAM);
    }

    @Test
    void nothingKnowsTheServer() {
        noClasses().that().resideOutsideOfPackage("io.holdover.server..")
                .should().dependOnClassesThat().resideInAPackage("io.holdover.server..").check(PROGRAM);
    }

    @Test
    void testkitKnowsNoOtherModule() {
        noClasses().that().resideInAPackage("io.holdover.testkit..").should().dependOnClassesThat(
                resideInAPackage("io.holdover..").and(DescribedPredicate.not(resideInAPackage("io.holdover.testkit.."))))
                .check(PROGRAM);
    }

    @Test
    void parsersAndStateMachinesOwnNoSocketAndNoThread() {
        noClasses().that().resideInAnyPackage(SANS_IO).should().dependOnClassesThat(
                resideInAnyPackage("java.nio.channels..", "java.util.concurrent..", "java.nio.file..")
                        .or(describe("a socket, a thread or a file", type -> Set.of("java.net.Socket", "java.net.ServerSocket",
                                "java.net.DatagramSocket", "java.net.DatagramPacket", "java.lang.Thread", "java.lang.ThreadLocal",
                                "java.io.File", "java.util.Timer").contains(type.getName()))))
                .check(PROGRAM);
    }

    @Test
    void onlySocketLoopsAndTheServerReadTheTime() {
        noClasses().that().resideOutsideOfPackages("io.holdover.srt.net..", "io.holdover.server..", "io.holdover.testkit..")
                .should(callMethodWhere(describe("it reads a clock", ArchitectureTest::readsTheTime))).check(PROGRAM);
    }

    @Test
    void onlyTheServerWritesToTheTerminalOrEndsTheProcess() {
        noClasses().that().resideOutsideOfPackages("io.holdover.server..", "io.holdover.testkit..")
                .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .orShould().callMethod(System.class, "exit", int.class).check(PROGRAM);
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(PROGRAM.stream().filter(type -> BANNED_SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith)
                || BANNED_NAMES.contains(type.getSimpleName())).map(JavaClass::getName)).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(PROGRAM.stream().map(JavaClass::getPackage).distinct()
                .filter(its -> its.getClasses().stream().anyMatch(PROGRAM::contains))
                .filter(its -> its.tryGetPackageInfo().filter(info -> info.isAnnotatedWith(NullMarked.class)).isEmpty())
                .map(its -> its.getName())).isEmpty();
    }

    private static void onlyKnows(String subject, String... known) {
        classes().that().resideInAPackage(subject).should()
                .onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAPackage(subject)).or(resideInAnyPackage(known))
                        .or(describe("primitives", type -> type.isPrimitive() || type.getBaseComponentType().isPrimitive())))
                .check(PROGRAM);
    }

    private static boolean readsTheTime(JavaMethodCall call) {
        return CLOCKS.getOrDefault(call.getTargetOwner().getName(), Set.of()).contains(call.getName());
    }
}
