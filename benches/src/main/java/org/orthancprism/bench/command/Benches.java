// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import org.orthancprism.command.terminal.OneLineErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code ./prism} that measure the software and try it under faults. */
@Command(
    name = "prism",
    description = "Measure orthanc-prism, and try it under faults.",
    subcommands = {BenchCommand.class, EndureCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class Benches {

  private Benches() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benches()).setExecutionExceptionHandler(new OneLineErrors());
  }
}
