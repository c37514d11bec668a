// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.effects.EffectEnds;
import org.orthancprism.effects.EffectOverview;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectCsv;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.audit.Intention;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** What edits did to every finding of the films that were processed. */
final class EffectRoutes {

  /** More films than anybody looks at. */
  private static final int MOST_FILMS = 100;

  private static final String NOTICE = "synthetic; not for diagnosis";

  private final PrismServices services;

  EffectRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer effects(RestRequest request) {
    EffectOverview overview = overview(request);
    return RestAnswer.json(
        json(overview.pack(), overview.matrix())
            .add("ends", ends(services.endRecords().ofPack(overview.pack())))
            .build());
  }

  /** The same as comma-separated values, for a spreadsheet. */
  RestAnswer table(RestRequest request) {
    return RestAnswer.csv("effects.csv", EffectCsv.of(overview(request).matrix()).toString());
  }

  /** The films behind the matrix: those of an edit, the greatest change of a finding first. */
  RestAnswer films(RestRequest request) {
    Optional<String> instance = request.parameter("instance");
    Optional<String> edit = request.parameter("edit");
    if (instance.isPresent() == edit.isPresent()) {
      throw Problem.badRequest(
          "Give either the edit whose films are wanted, or the instance of the film.");
    }
    String pack = pack(request);
    List<FilmEffect> effects =
        instance.isPresent()
            ? services.effectRecords().ofFilm(pack, instance.get())
            : ofEdit(overview(request), edit.orElseThrow(), request.parameter("finding"));
    JsonArrayBuilder films = Json.createArrayBuilder();
    effects.stream().limit(MOST_FILMS).forEach(effect -> films.add(json(effect)));
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("notice", NOTICE)
            .add("pack", pack)
            .add("of", effects.size())
            .add("films", films)
            .build());
  }

  private String pack(RestRequest request) {
    return request.parameter("pack").or(services.effectRecords()::newestPack).orElse("");
  }

  private static List<FilmEffect> ofEdit(
      EffectOverview overview, String edit, Optional<String> finding) {
    return overview.films().stream()
        .filter(effect -> effect.edit().equals(edit))
        .sorted(
            Comparator.comparingDouble(
                effect -> -finding.map(name -> Math.abs(change(effect, name))).orElse(0.0)))
        .toList();
  }

  private static double change(FilmEffect effect, String finding) {
    return effect.after().getOrDefault(finding, 0.0) - effect.before().getOrDefault(finding, 0.0);
  }

  /** The overview of the pack that is asked for, or of the one that edited last. */
  private EffectOverview overview(RestRequest request) {
    return services.effects().of(request.parameter("pack"), ends(request));
  }

  private static EffectEnds ends(RestRequest request) {
    String label = request.parameter("ends").orElse(EffectEnds.ALL.label());
    return EffectEnds.of(label).orElseThrow(() -> Problem.badRequest("ends is all or made."));
  }

  /** How the films' edits ended, by edit. */
  private static JsonArrayBuilder ends(Map<String, Map<Ending.Kind, Long>> byEdit) {
    JsonArrayBuilder ends = Json.createArrayBuilder();
    byEdit.forEach((edit, counts) -> ends.add(EndRoutes.counts(counts).add("edit", edit)));
    return ends;
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
              .add("patients", row.patients())
              .add("meant", row.intention().map(Intention::finding).orElse(""))
              .add("effects", effects));
    }
    return Json.createObjectBuilder()
        .add("notice", NOTICE)
        .add("pack", pack)
        .add("level", matrix.settings().level())
        .add("falseDiscoveryRate", matrix.settings().falseDiscoveryRate())
        .add("leastPatients", matrix.settings().leastPatients())
        .add("findings", Json.createArrayBuilder(matrix.findings()))
        .add("edits", edits);
  }

  private static JsonObjectBuilder json(FilmEffect effect) {
    JsonArrayBuilder findings = Json.createArrayBuilder();
    for (String finding : effect.findings()) {
      findings.add(
          Json.createObjectBuilder()
              .add("finding", finding)
              .add("before", effect.before().getOrDefault(finding, 0.0))
              .add("after", effect.after().getOrDefault(finding, 0.0)));
    }
    return Json.createObjectBuilder()
        .add("instance", effect.film())
        .add("edit", effect.edit())
        .add("findings", findings);
  }

  private static JsonObjectBuilder json(Effect effect) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("finding", effect.finding())
            .add("meanBefore", effect.before())
            .add("meanChange", effect.change())
            .add("verdict", effect.verdict().label());
    effect
        .evidence()
        .ifPresent(
            evidence ->
                json.add("low", evidence.interval().low())
                    .add("high", evidence.interval().high())
                    .add("p", evidence.p())
                    .add("q", evidence.q()));
    return json;
  }
}
