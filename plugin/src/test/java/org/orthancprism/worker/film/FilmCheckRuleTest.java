// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.filmcheck.FilmKind;

class FilmCheckRuleTest {

  private static final FilmKind CHEST = new FilmKind("Frontal Chest", 0.97, true);
  private static final FilmKind HAND = new FilmKind("Other", 0.9, false);
  private static final List<String> SILENT = List.of("no body part is given: taken for a chest");

  @Test
  void aHandWithoutAHeaderIsPassedOver() {
    String reason = FilmCheckRule.reason(SILENT, HAND).orElseThrow();
    assertTrue(reason.contains("no body part is given"), reason);
    assertTrue(reason.contains("\"Other\""), reason);
  }

  @Test
  void aChestWithoutAHeaderIsTaken() {
    assertEquals(Optional.empty(), FilmCheckRule.reason(SILENT, CHEST));
  }

  @Test
  void aFilmWhoseHeaderSaysAllIsTakenWhateverTheCheckSees() {
    assertEquals(Optional.empty(), FilmCheckRule.reason(List.of(), HAND));
  }
}
