// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;

class EffectJsonTest {

  private static final AuditSource SOURCE =
      new AuditSource("tiny", "1.0", "0123456789abcdef", "direct", 4);

  private static FilmEffect effect(String film, String finding, double before, double after) {
    return new FilmEffect(film, "remove-edema", Map.of(finding, before), Map.of(finding, after));
  }

  private static EffectMatrix matrix(String finding, int films) {
    List<FilmEffect> effects =
        List.of(effect("a", finding, 0.75, 0.25), effect("b", finding, 0.75, 0.25));
    return EffectMatrix.of(effects.subList(0, films), AuditSettings.DEFAULT);
  }

  @Test
  void theJsonTellsWhatItWasMeasuredWithAndHow() {
    JsonObject json = EffectJson.of(matrix("Edema", 2), SOURCE);
    assertEquals("0123456789abcdef", json.getJsonObject("source").getString("digest"));
    assertEquals("direct", json.getJsonObject("source").getString("method"));
    assertEquals(2000, json.getJsonObject("settings").getInt("resamples"));
    JsonObject row = json.getJsonArray("edits").getJsonObject(0);
    assertEquals("Edema", row.getString("finding"));
    JsonObject effect = row.getJsonArray("effects").getJsonObject(0);
    assertEquals(-0.5, effect.getJsonNumber("meanChange").doubleValue());
    assertEquals("achieved", effect.getString("verdict"));
  }

  @Test
  void theJsonListsUnintendedEffectsByThemselves() {
    JsonObject json = EffectJson.of(matrix("Support Devices", 2), SOURCE);
    JsonObject unintended = json.getJsonArray("unintended").getJsonObject(0);
    assertEquals("remove-edema", unintended.getString("edit"));
    assertEquals("Support Devices", unintended.getString("finding"));
    assertTrue(json.getJsonArray("edits").getJsonObject(0).isNull("finding"));
    assertTrue(json.getJsonArray("failed").isEmpty());
  }
}
