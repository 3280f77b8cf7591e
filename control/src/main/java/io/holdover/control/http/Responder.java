package io.holdover.control.http;

/** Answers requests. On a virtual thread of its own each: it may wait, up to {@link HttpLimits#handle}, and is interrupted then. */
@FunctionalInterface
public interface Responder {

    /** @throws Refusal when the answer is no */
    Answer answer(Request request) throws Refusal, InterruptedException;
}
