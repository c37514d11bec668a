// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.OneLineErrors;
import org.orthancprism.command.terminal.ProgressDisplay;
import picocli.CommandLine;

/**
 * What {@code java -jar orthanc-prism-packs.jar} runs: the commands of {@code ./prism pack}, and
 * {@code gpu check}, for machines that have the zip alone.
 */
public final class PackProgram {

  private PackProgram() {}

  /** Runs the command and ends the JVM with its exit status. */
  @SuppressWarnings("SystemConsoleNull") // later Javas show a bar where there is no terminal
  public static void main(String[] arguments) {
    EngineLog.quiet();
    if (System.console() != null) {
      ProgressDisplay.assumeTerminal();
    }
    System.exit(
        new CommandLine(new PackCommand())
            .addSubcommand(new GpuCommand())
            .setCommandName("orthanc-prism-packs")
            .setExecutionExceptionHandler(new OneLineErrors())
            .execute(arguments));
  }
}
