package io.holdover.testkit;

import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Fills {@link Seed} parameters and adds the seed to what a failing test throws. */
public final class SeedExtension implements ParameterResolver, TestExecutionExceptionHandler {

    /** A number, or {@code random}. */
    public static final String PROPERTY = "holdover.seed";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SeedExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.isAnnotated(Seed.class) && parameter.getParameter().getType() == long.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE).computeIfAbsent(PROPERTY, _ -> seedFor(test), Long.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        Long seed = test.getStore(NAMESPACE).get(PROPERTY, Long.class);
        if (seed != null) {
            failure.addSuppressed(new AssertionError("repeat it with -D" + PROPERTY + "=" + seed));
        }
        throw failure;
    }

    private static long seedFor(ExtensionContext test) {
        String wish = System.getProperty(PROPERTY);
        if (wish == null) {
            return test.getUniqueId().hashCode();
        }
        return wish.equals("random") ? ThreadLocalRandom.current().nextLong(1_000_000_000) : Long.parseLong(wish);
    }
}
