// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import org.orthancprism.command.terminal.OneLineErrors;
import org.orthancprism.provenance.VerifyProgram;
import org.orthancprism.worker.process.WorkerProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code ./prism}. */
@Command(
    name = "prism",
    description = "Synthetic counterfactual chest radiographs for Orthanc. Not for diagnosis.",
    subcommands = {
      DemoCommand.class,
      WorkerProgram.class,
      VerifyProgram.class,
      AuditCommand.class,
      RecallCommand.class,
      PackCommand.class,
      GpuCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class PrismCommand {

  private PrismCommand() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command; its exit status is 0 only when it did all that it was asked for. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** All commands, with failures told in one line. */
  public static CommandLine commandLine() {
    return new CommandLine(new PrismCommand()).setExecutionExceptionHandler(new OneLineErrors());
  }
}
