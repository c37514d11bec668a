// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectMatrix;

/**
 * An effect matrix as JSON: what it was measured with, every edit's effect on every finding, and by
 * themselves the unintended effects and the edits that failed.
 */
public final class EffectJson {

  private EffectJson() {}

  /** The matrix and its source as one object. */
  public static JsonObject of(EffectMatrix matrix, AuditSource source) {
    JsonArrayBuilder edits = Json.createArrayBuilder();
    JsonArrayBuilder unintended = Json.createArrayBuilder();
    JsonArrayBuilder failed = Json.createArrayBuilder();
    for (EditEffects row : matrix.edits()) {
      edits.add(row(row));
      row.effects(EffectConclusion.UNINTENDED)
          .forEach(effect -> unintended.add(named(row, effect)));
      row.effects(EffectConclusion.FAILED).forEach(effect -> failed.add(named(row, effect)));
    }
    return Json.createObjectBuilder()
        .add("notice", "synthetic; not for diagnosis")
        .add("source", source(source))
        .add("settings", settings(matrix.settings()))
        .add("findings", Json.createArrayBuilder(matrix.findings()))
        .add("edits", edits)
        .add("unintended", unintended)
        .add("failed", failed)
        .build();
  }

  private static JsonObjectBuilder source(AuditSource source) {
    return Json.createObjectBuilder()
        .add("pack", source.packName())
        .add("version", source.packVersion())
        .add("digest", source.packDigest())
        .add("method", source.method())
        .add("seed", source.seed());
  }

  private static JsonObjectBuilder settings(AuditSettings settings) {
    return Json.createObjectBuilder()
        .add("interval", AuditSettings.INTERVALS)
        .add("test", "sign flips of patients")
        .add("multiplicity", "Benjamini and Hochberg")
        .add("level", settings.level())
        .add("falseDiscoveryRate", settings.falseDiscoveryRate())
        .add("leastPatients", settings.leastPatients())
        .add("resamples", settings.resamples())
        .add("flips", settings.flips())
        .add("seed", settings.seed())
        .add("leastEffect", settings.leastEffect());
  }

  private static JsonObjectBuilder row(EditEffects row) {
    JsonArrayBuilder effects = Json.createArrayBuilder();
    row.effects().forEach(effect -> effects.add(effect(effect)));
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("edit", row.edit())
            .add("films", row.films())
            .add("patients", row.patients());
    row.intention()
        .ifPresentOrElse(
            own -> object.add("finding", own.finding()), () -> object.addNull("finding"));
    return object.add("effects", effects);
  }

  private static JsonObjectBuilder named(EditEffects row, Effect effect) {
    return Json.createObjectBuilder().add("edit", row.edit()).addAll(effect(effect));
  }

  private static JsonObjectBuilder effect(Effect effect) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("finding", effect.finding())
            .add("meanBefore", effect.before())
            .add("meanChange", effect.change());
    effect
        .evidence()
        .ifPresentOrElse(
            evidence ->
                object
                    .add("low", evidence.interval().low())
                    .add("high", evidence.interval().high())
                    .add("p", evidence.p())
                    .add("q", evidence.q()),
            () -> object.addNull("low").addNull("high").addNull("p").addNull("q"));
    return object.add("verdict", effect.verdict().label());
  }
}
