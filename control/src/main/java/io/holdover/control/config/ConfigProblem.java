package io.holdover.control.config;

/** One thing that is wrong with a file, or worth saying about it, and where it stands. */
public record ConfigProblem(Place place, String message) {

    /** {@code holdover.yml:12:3: unknown key 'srtAdress', did you mean 'srtAddress'?}. */
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
