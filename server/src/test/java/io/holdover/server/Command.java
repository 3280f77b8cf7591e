package io.holdover.server;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;

/** What a command line printed and how it ended. */
record Command(int exitCode, String out, String err) {

    static Command run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new Command(exitCode, out.toString(), err.toString());
    }
}
