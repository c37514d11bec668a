// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
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
    List<FilmEffect> effects = new ArrayList<>();
    for (int film = 0; film < films; film++) {
      effects.add(effect("film " + film, finding, 0.75, 0.25));
    }
    return EffectMatrix.of(effects, AuditSettings.DEFAULT);
  }

  private static JsonObject json(String finding, int films) {
    return EffectJson.of(
        List.of(new ModelResult.Measured("pack", "abc", "folder", matrix(finding, films))), SOURCE);
  }

  private static JsonObject model(String finding, int films) {
    return json(finding, films).getJsonArray("models").getJsonObject(0);
  }

  @Test
  void aModelThatFailedIsThereWithTheReason() {
    JsonObject json =
        EffectJson.of(
            List.of(new ModelResult.Failed("tube", "abc", "tube.onnx", "it hangs")), SOURCE);
    JsonObject model = json.getJsonArray("models").getJsonObject(0);
    assertEquals("tube", model.getString("model"));
    assertEquals("it hangs", model.getString("leftOut"));
  }

  @Test
  void theJsonTellsWhatItWasMeasuredWithAndHow() {
    JsonObject json = json("Edema", 6);
    assertEquals("0123456789abcdef", json.getJsonObject("source").getString("digest"));
    assertEquals("direct", json.getJsonObject("source").getString("method"));
    assertEquals(2000, json.getJsonObject("settings").getInt("resamples"));
    JsonObject row = model("Edema", 6).getJsonArray("edits").getJsonObject(0);
    assertEquals("Edema", row.getString("finding"));
    assertEquals(6, row.getInt("patients"));
    JsonObject effect = row.getJsonArray("effects").getJsonObject(0);
    assertEquals(-0.5, effect.getJsonNumber("meanChange").doubleValue());
    assertEquals("achieved", effect.getString("verdict"));
    assertEquals(2.0 / 64, effect.getJsonNumber("p").doubleValue());
    assertEquals(2.0 / 64, effect.getJsonNumber("q").doubleValue());
  }

  @Test
  void ofTooFewFilmsTheJsonHasNeitherIntervalNorPValue() {
    JsonObject json = model("Support Devices", 5);
    JsonObject effect =
        json.getJsonArray("edits").getJsonObject(0).getJsonArray("effects").getJsonObject(0);
    assertEquals("too few films", effect.getString("verdict"));
    for (String name : List.of("low", "high", "p", "q")) {
      assertTrue(effect.isNull(name), name);
    }
    assertTrue(json.getJsonArray("unintended").isEmpty());
  }

  @Test
  void theJsonListsUnintendedEffectsByThemselves() {
    JsonObject json = model("Support Devices", 6);
    JsonObject unintended = json.getJsonArray("unintended").getJsonObject(0);
    assertEquals("remove-edema", unintended.getString("edit"));
    assertEquals("Support Devices", unintended.getString("finding"));
    assertTrue(json.getJsonArray("edits").getJsonObject(0).isNull("finding"));
    assertTrue(json.getJsonArray("failed").isEmpty());
  }
}
