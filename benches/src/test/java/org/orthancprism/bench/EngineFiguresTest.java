// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineFiguresTest {

  private static final EngineFigures FIGURES =
      new EngineFigures(
          Figure.of(1.023456),
          Figure.missing("the Python that was given has no diffusers"),
          Figure.of(0.41),
          Figure.of(1234),
          List.of(new Times("whole edit", Map.of(Times.JAVA, 3.00004))),
          List.of(new MethodFigures("direct", 250, 12.3456, 0.00123456, 0.99, 0.05)));

  @Test
  void theJsonHasTheFiguresUnderTheirNames() {
    JsonObject json = FIGURES.toJson();
    assertEquals(
        Set.of(
            "javaOverPython",
            "javaOverDiffusers",
            "costOfFurtherEdit",
            "peakMiB",
            "methods",
            "works",
            "reasons"),
        json.keySet());
    assertEquals(1.023, json.getJsonNumber("javaOverPython").doubleValue());
    assertEquals(
        Set.of("name", "unetEvaluations", "seconds", "l1Outside", "ssimOutside", "l1Inside"),
        json.getJsonArray("methods").getJsonObject(0).keySet());
    assertEquals(
        0.001235,
        json.getJsonArray("methods").getJsonObject(0).getJsonNumber("l1Outside").doubleValue());
  }

  @Test
  void everyWorkIsListedWithTheSecondsOfThoseWhoDidIt() {
    JsonObject work = FIGURES.toJson().getJsonArray("works").getJsonObject(0);
    assertEquals("whole edit", work.getString("name"));
    assertEquals(Set.of("java"), work.getJsonObject("seconds").keySet());
    assertEquals(3, work.getJsonObject("seconds").getJsonNumber("java").doubleValue());
  }

  @Test
  void aMissingFigureIsNullWithItsReason() {
    JsonObject json = FIGURES.toJson();
    assertTrue(json.isNull("javaOverDiffusers"));
    assertEquals(Set.of("javaOverDiffusers"), json.getJsonObject("reasons").keySet());
    assertTrue(
        json.getJsonObject("reasons").getString("javaOverDiffusers").contains("no diffusers"));
  }

  @Test
  void aRatioNeedsBothTimes() {
    Times times = new Times("UNet forward", Map.of(Times.JAVA, 3.0, Times.PYTHON, 2.0));
    assertEquals(OptionalDouble.of(1.5), times.javaOver(Times.PYTHON));
    assertFalse(times.javaOver(Times.DIFFUSERS).isPresent());
  }
}
