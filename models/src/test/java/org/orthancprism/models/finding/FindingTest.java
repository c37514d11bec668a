// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.finding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void namesDifferByLettersAndDigitsOnly() {
    Finding effusion = finding("Pleural Effusion");
    assertTrue(effusion.isNamed("pleural_effusion") && effusion.isNamed("PLEURAL-EFFUSION"));
    assertTrue(effusion.isNamed("Effusion"), "torchxrayvision's word");
    assertFalse(effusion.isNamed("Pericardial Effusion"));
  }

  @Test
  void namesInOtherScriptsAreToldApart() {
    Finding effusion = finding("胸水");
    assertTrue(effusion.isNamed("胸水"));
    assertFalse(effusion.isNamed("気胸"));
    assertFalse(effusion.isNamed(""));
  }

  private static Finding finding(String name) {
    return new Finding(name, "60046008", "SCT", "Pleural effusion");
  }
}
