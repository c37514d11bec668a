// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** What edits did to every finding of the films that were processed. */
final class EffectRoutes {

  /** So many suffice for narrow intervals, and are resampled within a second. */
  private static final int MOST_EFFECTS = 5000;

  private final PrismServices services;

  EffectRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer effects(RestRequest request) {
    String pack =
        request
            .parameter("pack")
            .or(services.effects()::newestPack)
            .orElseThrow(EffectRoutes::nothingSeen);
    List<FilmEffect> effects = services.effects().newest(pack, MOST_EFFECTS);
    if (effects.isEmpty()) {
      throw nothingSeen();
    }
    // Films that another classifier judged can't stand in one matrix.
    List<String> findings = effects.get(0).findings();
    return RestAnswer.json(
        json(
                pack,
                EffectMatrix.of(
                    effects.stream().filter(one -> one.findings().equals(findings)).toList(),
                    AuditSettings.DEFAULT))
            .build());
  }

  private static Problem nothingSeen() {
    return Problem.notFound(
        "No film was edited yet by a pack with a classifier, or not by this one; GET /prism/packs"
            + " tells which pack there is.");
  }

  private static JsonObjectBuilder json(String pack, EffectMatrix matrix) {
    JsonArrayBuilder edits = Json.createArrayBuilder();
    for (EditEffects row : matrix.edits()) {
      JsonArrayBuilder effects = Json.createArrayBuilder();
      row.effects().forEach(effect -> effects.add(json(effect)));
      edits.add(
          Json.createObjectBuilder()
              .add("edit", row.edit())
              .add("films", row.films())
              .add("effects", effects));
    }
    return Json.createObjectBuilder()
        .add("notice", "synthetic; not for diagnosis")
        .add("pack", pack)
        .add("findings", Json.createArrayBuilder(matrix.findings()))
        .add("edits", edits);
  }

  private static JsonObjectBuilder json(Effect effect) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("finding", effect.finding())
            .add("meanBefore", effect.before())
            .add("meanChange", effect.change())
            .add("verdict", effect.verdict().name().toLowerCase(Locale.ROOT));
    effect
        .interval()
        .ifPresent(interval -> json.add("low", interval.low()).add("high", interval.high()));
    return json;
  }
}
