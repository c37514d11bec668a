// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions before something is done. */
class ConsentTest {

  private final StringWriter asked = new StringWriter();

  private Consent answering(String answer) {
    return new Consent(
        Optional.of(new BufferedReader(new StringReader(answer))), new PrintWriter(asked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "yes\n", " YES \n"})
  void yesIsYes(String answer) throws Exception {
    answering(answer).require("Fetch it?", "--yes");
    assertEquals("Fetch it? [y/N] ", asked.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "\n", "", "yellow\n"})
  void anythingElseIsNo(String answer) {
    assertThrows(RefusedException.class, () -> answering(answer).require("Fetch it?", "--yes"));
  }

  @Test
  void whereNobodyCanAnswerTheOptionIsNamed() {
    Consent consent = new Consent(Optional.empty(), new PrintWriter(asked));
    RefusedException refusal =
        assertThrows(RefusedException.class, () -> consent.require("Fetch it?", "--yes"));
    assertTrue(refusal.getMessage().contains("add --yes"), refusal::getMessage);
  }
}
