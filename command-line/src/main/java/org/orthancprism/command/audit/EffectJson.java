// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.ControlComparison;
import org.orthancprism.models.audit.ControlEffect;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.Evidence;

/**
 * Effects as JSON: what they were measured with, and for each model every edit's effect on every
 * finding beside those of its controls, and by themselves the unintended effects and the edits that
 * failed; or why there are none.
 */
final class EffectJson {

  private EffectJson() {}

  /**
   * What models saw, and what it was measured with, as one object.
   *
   * @param models at least one
   */
  static JsonObject of(List<ModelResult> models, AuditSource source) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    models.forEach(model -> all.add(model(model)));
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("notice", "synthetic; not for diagnosis")
            .add("source", source(source));
    models.stream()
        .flatMap(model -> model.matrix().stream())
        .findFirst()
        .ifPresent(matrix -> object.add("settings", settings(matrix.settings())));
    return object.add("models", all).build();
  }

  private static JsonObjectBuilder model(ModelResult model) {
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("model", model.name())
            .add("address", model.address())
            .add("digest", model.digest());
    if (model instanceof ModelResult.Failed failed) {
      return object.add("leftOut", failed.reason());
    }
    model.matrix().ifPresent(matrix -> add(object, matrix));
    return object;
  }

  private static void add(JsonObjectBuilder object, EffectMatrix matrix) {
    JsonArrayBuilder edits = Json.createArrayBuilder();
    JsonArrayBuilder unintended = Json.createArrayBuilder();
    JsonArrayBuilder failed = Json.createArrayBuilder();
    for (EditEffects row : matrix.edits()) {
      edits.add(row(row));
      row.effects(EffectConclusion.UNINTENDED)
          .forEach(effect -> unintended.add(named(row, effect)));
      row.effects(EffectConclusion.FAILED).forEach(effect -> failed.add(named(row, effect)));
    }
    object
        .add("findings", Json.createArrayBuilder(matrix.findings()))
        .add("edits", edits)
        .add("unintended", unintended)
        .add("failed", failed);
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
            evidence -> add(object, evidence),
            () -> object.addNull("low").addNull("high").addNull("p").addNull("q"));
    effect.controls().ifPresent(controls -> add(object, controls));
    return object.add("verdict", effect.verdict().label());
  }

  private static void add(JsonObjectBuilder effect, ControlComparison controls) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (ControlEffect one : controls.controls()) {
      all.add(
          Json.createObjectBuilder()
              .add("control", one.control())
              .add("films", one.films())
              .add("meanChange", one.change()));
    }
    effect.add("controls", all);
    controls.beyond().ifPresent(beyond -> effect.add("beyond", beyond(beyond)));
  }

  private static JsonObjectBuilder beyond(ControlComparison.Beyond beyond) {
    return add(
        Json.createObjectBuilder()
            .add("strongestControl", beyond.control())
            .add("excess", beyond.excess()),
        beyond.evidence());
  }

  private static JsonObjectBuilder add(JsonObjectBuilder object, Evidence evidence) {
    return object
        .add("low", evidence.interval().low())
        .add("high", evidence.interval().high())
        .add("p", evidence.p())
        .add("q", evidence.q());
  }
}
