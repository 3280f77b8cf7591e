package io.holdover.control.http;

import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.Authenticator;

/** What is the same for every visit at a door. */
record DoorRules(HttpLimits limits, Origins origins, Callers callers, AuthAction action, Authenticator authenticator, Routes routes,
        Desk desk, DoorLog log) {

    /** The same door with what may change while it is open. */
    DoorRules with(HttpDoorOptions options) {
        return new DoorRules(options.limits(), new Origins(options.allowOrigins()), new Callers(options.trustedProxies()), action,
                authenticator, routes, desk, log);
    }
}
