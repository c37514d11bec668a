// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import org.orthancprism.provenance.VerifyProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code java -jar orthanc-prism.jar} runs. */
@Command(
    name = "orthanc-prism",
    description = "Synthetic counterfactual chest radiographs for Orthanc. Not for diagnosis.",
    subcommands = {WorkerProgram.class, VerifyProgram.class},
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
