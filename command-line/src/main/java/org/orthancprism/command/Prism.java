// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.nio.file.Path;
import org.orthancprism.worker.WorkerProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code ./prism}. */
@Command(
    name = "prism",
    description = "Synthetic counterfactual chest radiographs for Orthanc. Not for diagnosis.",
    subcommands = {
      DemoCommand.class,
      WorkerProgram.class,
      EndureCommand.class,
      AuditCommand.class,
      BenchCommand.class,
      PackCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class Prism {

  /** The system property that names the folder of the checkout. */
  static final String HOME = "org.orthancprism.home";

  private Prism() {}

  /**
   * The folder of the checkout.
   *
   * @throws StartException when it was not {@code ./prism} that started this
   */
  static Path home() throws StartException {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new StartException();
    }
    return Path.of(home);
  }

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command; its exit status is 0 only when it did all that it was asked for. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Prism()).setExecutionExceptionHandler(new OneLineErrors());
  }
}
