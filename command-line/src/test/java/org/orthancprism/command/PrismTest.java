// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PrismTest {

  private final StringWriter printed = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Prism.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments);
  }

  @Test
  void anUnknownOptionIsNamedWithTheUsage() {
    assertEquals(2, run("demo", "--colour"));
    assertTrue(printed.toString().contains("--colour"), printed::toString);
  }

  @Test
  void aFailureIsOneLineWithoutStackTrace() {
    assertEquals(1, run("demo"));
    assertEquals(1, printed.toString().lines().count(), printed::toString);
    assertTrue(printed.toString().startsWith("prism: "), printed::toString);
  }

  @Test
  void aFailureIsShownInFullWhenAskedFor() {
    assertEquals(1, run("demo", "--verbose"));
    assertTrue(printed.toString().contains("StartException"), printed::toString);
    assertFalse(printed.toString().lines().count() < 3, printed::toString);
  }

  /** Commands by the words that call them, those below others too. */
  private static Map<String, CommandLine> commands(String words, CommandLine command) {
    Map<String, CommandLine> commands = new TreeMap<>();
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              String called = (words + " " + name).strip();
              commands.put(called, below);
              commands.putAll(commands(called, below));
            });
    return commands;
  }

  @Test
  void everyCommandHasHelpThatTellsItsPurposeAndEachOption() {
    Map<String, CommandLine> commands = commands("", Prism.commandLine());
    assertTrue(commands.size() > 10, commands.keySet()::toString);
    commands.forEach(
        (words, command) -> {
          assertEquals(0, run((words + " --help").split(" ")), words);
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
    commands("", Prism.commandLine())
        .forEach(
            (words, command) -> {
              if (command.getSubcommands().isEmpty()) {
                assertTrue(command.getCommandSpec().findOption("--verbose") != null, words);
              }
            });
  }

  @Test
  void whatIsMistypedIsNeverAStackTrace() {
    commands("", Prism.commandLine())
        .keySet()
        .forEach(
            words -> {
              printed.getBuffer().setLength(0);
              assertEquals(2, run((words + " --no-such-option").split(" ")), words);
              assertFalse(printed.toString().contains("\tat "), printed::toString);
              assertFalse(printed.toString().isBlank(), words);
            });
  }
}
