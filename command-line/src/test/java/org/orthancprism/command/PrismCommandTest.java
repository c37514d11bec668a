// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PrismCommandTest {

  private final StringWriter printed = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = PrismCommand.commandLine();
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
}
