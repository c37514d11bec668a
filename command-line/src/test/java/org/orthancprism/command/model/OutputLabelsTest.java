// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.finding.Finding;

class OutputLabelsTest {

  private static final Finding EFFUSION =
      new Finding("Pleural Effusion", "60046008", "SCT", "Pleural effusion");

  private static OutputLabels labels(String... labels) throws ModelException {
    return OutputLabels.of(List.of(labels), List.of(EFFUSION));
  }

  private static void assertRefused(String why, double... values) {
    ModelException refused =
        assertThrows(ModelException.class, () -> labels("Effusion", "Edema").named(values));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
  }

  @Test
  void aLabelThatMeansAFindingOfThePackGetsItsNameAndABlankOneIsLeftOut() throws Exception {
    assertEquals(
        Map.of("Pleural Effusion", 0.25, "Edema", 1.0),
        labels("effusion", "", "Edema").named(new double[] {0.25, 7, 1}));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertRefused("NaN as the probability of Pleural Effusion", Double.NaN, 0.5);
    assertRefused("1.5 as the probability of Edema", 0.5, 1.5);
    assertRefused("-0.1 as", -0.1, 0.5);
  }

  @Test
  void anAnswerOfAnotherLengthIsRefused() {
    assertRefused("3 values for 2 labels", 0.1, 0.2, 0.3);
  }

  @Test
  void labelsThatMeanTheSameAreRefused() {
    assertThrows(ModelException.class, () -> labels("Effusion", "Pleural_Effusion"));
    assertThrows(ModelException.class, () -> labels("", ""));
  }
}
