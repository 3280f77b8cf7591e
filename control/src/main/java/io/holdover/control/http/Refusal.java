package io.holdover.control.http;

/** The answer is no; the message is for whoever asked. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Refusal(int status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    /** What was asked makes no sense. */
    public static Refusal invalid(String why) {
        return new Refusal(400, why);
    }

    /** There is no such thing. */
    public static Refusal notFound(String why) {
        return new Refusal(404, why);
    }

    /** We could not. */
    public static Refusal failed(String why) {
        return new Refusal(500, why);
    }

    public int status() {
        return status;
    }

    /** As the caller sees it. */
    public Answer answer() {
        String why = getMessage();
        return Answer.error(status, why == null ? "" : why);
    }
}
