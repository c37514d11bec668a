// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectCsvTest {

  private static FilmEffect effect(String film, String finding, double before, double after) {
    return new FilmEffect(film, "remove-edema", Map.of(finding, before), Map.of(finding, after));
  }

  private static EffectMatrix matrix(String finding, int films) {
    List<FilmEffect> effects =
        List.of(effect("a", finding, 0.75, 0.25), effect("b", finding, 0.75, 0.25));
    return EffectMatrix.of(effects.subList(0, films), AuditSettings.DEFAULT);
  }

  private static List<String> csv(EffectMatrix matrix) {
    return List.of(EffectCsv.of(matrix).toString().split("\r\n"));
  }

  @Test
  void aRecordOfTheCsvIsOneEffect() {
    assertEquals(
        List.of(
            "edit,finding,films,mean_before,mean_change,low,high,level,verdict",
            "remove-edema,Edema,2,0.750000,-0.500000,-0.500000,-0.500000,0.95,achieved"),
        csv(matrix("Edema", 2)));
  }

  @Test
  void namesWithCommasAndQuotesAreQuoted() {
    String record = csv(matrix("Tube, \"central\"", 2)).get(1);
    assertTrue(record.startsWith("remove-edema,\"Tube, \"\"central\"\"\",2,"), record);
  }

  @Test
  void whereThereIsNoIntervalItsFieldsAreEmpty() {
    assertEquals(
        "remove-edema,Edema,1,0.750000,-0.500000,,,0.95,undecided", csv(matrix("Edema", 1)).get(1));
  }
}
