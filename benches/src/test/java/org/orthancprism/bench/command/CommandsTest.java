// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.command.PrismCommand;
import picocli.CommandLine;

/** What holds for every command of {@code ./prism}, whichever program it belongs to. */
class CommandsTest {

  private final StringWriter printed = new StringWriter();
  private final Map<String, CommandLine> commands = new TreeMap<>();
  private final Map<String, CommandLine> programs = new TreeMap<>();

  @BeforeEach
  void collectTheCommandsOfBothPrograms() {
    for (CommandLine program :
        new CommandLine[] {PrismCommand.commandLine(), Benches.commandLine()}) {
      program.setOut(new PrintWriter(printed, true));
      program.setErr(new PrintWriter(printed, true));
      collect("", program, program);
    }
  }

  /** Commands by the words that call them, those below others too. */
  private void collect(String words, CommandLine command, CommandLine program) {
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              String called = (words + " " + name).strip();
              commands.put(called, below);
              programs.put(called, program);
              collect(called, below, program);
            });
  }

  private int run(String words, String more) {
    return programs.get(words).execute((words + " " + more).split(" "));
  }

  @Test
  void everyCommandHasHelpThatTellsItsPurposeAndEachOption() {
    assertTrue(commands.size() > 10, commands.keySet()::toString);
    commands.forEach(
        (words, command) -> {
          assertEquals(0, run(words, "--help"), words);
          assertTrue(command.getCommandSpec().usageMessage().description().length > 0, words);
          command
              .getCommandSpec()
              .options()
              .forEach(
                  option ->
                      assertTrue(
                          option.description().length > 0,
                          words + " " + option.longestName() + " is not described"));
        });
  }

  @Test
  void everyCommandThatDoesSomethingShowsFailuresInFullWhereThatIsAskedFor() {
    commands.forEach(
        (words, command) -> {
          if (command.getSubcommands().isEmpty()) {
            assertTrue(command.getCommandSpec().findOption("--verbose") != null, words);
          }
        });
  }

  @Test
  void whatIsMistypedIsNeverAStackTrace() {
    commands
        .keySet()
        .forEach(
            words -> {
              printed.getBuffer().setLength(0);
              assertEquals(2, run(words, "--no-such-option"), words);
              assertFalse(printed.toString().contains("\tat "), printed::toString);
              assertFalse(printed.toString().isBlank(), words);
            });
  }
}
