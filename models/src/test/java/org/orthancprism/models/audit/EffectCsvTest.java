// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectCsvTest {

  /** Two films of each patient. */
  private static EffectMatrix matrix(String finding, int patients) {
    List<FilmEffect> effects = new ArrayList<>();
    for (int film = 0; film < 2 * patients; film++) {
      effects.add(
          new FilmEffect(
                  "film " + film, "remove-edema", Map.of(finding, 0.75), Map.of(finding, 0.25))
              .ofPatient("patient " + film / 2));
    }
    return EffectMatrix.of(effects, AuditSettings.DEFAULT);
  }

  private static List<String> csv(EffectMatrix matrix) {
    return List.of(EffectCsv.of(matrix).toString().split("\r\n"));
  }

  @Test
  void aRecordOfTheCsvIsOneEffect() {
    assertEquals(
        List.of(
            "edit,finding,films,patients,mean_before,mean_change,low,high,level,p,q,verdict",
            "remove-edema,Edema,12,6,0.750000,-0.500000,-0.500000,-0.500000,0.95,0.03125,0.03125,"
                + "achieved"),
        csv(matrix("Edema", 6)));
  }

  @Test
  void namesWithCommasAndQuotesAreQuoted() {
    String record = csv(matrix("Tube, \"central\"", 2)).get(1);
    assertTrue(record.startsWith("remove-edema,\"Tube, \"\"central\"\"\",4,"), record);
  }

  @Test
  void ofFewerThanSixPatientsItSaysSoAndHasNeitherIntervalNorPValue() {
    assertEquals(
        "remove-edema,Edema,10,5,0.750000,-0.500000,,,0.95,,,too few films",
        csv(matrix("Edema", 5)).get(1));
  }
}
