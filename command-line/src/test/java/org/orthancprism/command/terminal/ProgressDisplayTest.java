// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

  private final StringWriter text = new StringWriter();

  private List<String> lines() {
    return text.toString().lines().map(String::strip).toList();
  }

  @Test
  void stagesThatCountFromTheirOwnBeginningAddUp() {
    try (ProgressDisplay display = new ProgressDisplay(new PrintWriter(text))) {
      display.stage("reading", 0, 0.5).accept(1);
      display.stage("editing", 0.5, 0.9).accept(0.25);
      display.show(1, "done");
    }
    assertEquals(List.of("50 %  reading", "60 %  editing", "100 %  done"), lines());
  }

  @Test
  void whatIsShownNeverFalls() {
    try (ProgressDisplay display = new ProgressDisplay(new PrintWriter(text))) {
      display.show(0.06, "whole edit");
      display.show(0.03, "methods");
    }
    assertEquals(List.of("6 %  whole edit", "6 %  methods"), lines());
  }
}
