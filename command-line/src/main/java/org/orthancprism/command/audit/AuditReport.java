// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.command.audit.AuditFolder.Refused;
import org.orthancprism.command.control.ControlKind;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectCsv;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.Evidence;

/**
 * What an audit found.
 *
 * @param models what each model saw, in the order in which they were asked for
 * @param ends how the edits ended
 * @param source what they were measured with
 * @param films the films that they were measured on
 * @param refused files that were left out
 */
record AuditReport(
    List<ModelResult> models,
    EditEnds ends,
    AuditSource source,
    List<FilmFile> films,
    List<Refused> refused) {

  private static final List<String> CONTROLS =
      Arrays.stream(ControlKind.values()).map(ControlKind::label).toList();

  AuditReport {
    models = List.copyOf(models);
    films = List.copyOf(films);
    refused = List.copyOf(refused);
  }

  /** The effects that a model saw; empty where it failed or was not asked. */
  Optional<EffectMatrix> matrix(String model) {
    return models.stream()
        .filter(result -> result.name().equals(model))
        .findFirst()
        .flatMap(ModelResult::matrix);
  }

  /**
   * Writes {@code effects.csv}, {@code ends.csv}, {@code effects.json} and a heat map for each
   * model: {@code effects.png} for the pack's own classifier, {@code effects-NAME.png} for others.
   */
  void write(Path folder) throws IOException {
    Map<String, EffectMatrix> matrices = new LinkedHashMap<>();
    for (ModelResult model : models) {
      model.matrix().ifPresent(matrix -> matrices.put(model.name(), matrix));
    }
    Files.writeString(folder.resolve("effects.csv"), EffectCsv.of(matrices, CONTROLS).toString());
    Files.writeString(folder.resolve("ends.csv"), ends.csv().toString());
    JsonWriterFactory writers =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    try (Writer file = Files.newBufferedWriter(folder.resolve("effects.json"));
        JsonWriter json = writers.createWriter(file)) {
      json.writeObject(json());
    }
    for (Map.Entry<String, EffectMatrix> model : matrices.entrySet()) {
      new EffectHeatMap(model.getKey(), model.getValue(), source)
          .write(folder.resolve(picture(model.getKey())));
    }
  }

  private static String picture(String model) {
    return model.equals(ModelAddress.PACK) ? "effects.png" : "effects-" + model + ".png";
  }

  private JsonObject json() {
    JsonArrayBuilder audited = Json.createArrayBuilder();
    Map<String, Integer> patients = new HashMap<>();
    for (FilmFile film : films) {
      String whose = film.patient().orElse(film.digest());
      patients.putIfAbsent(whose, patients.size() + 1);
      audited.add(
          Json.createObjectBuilder()
              .add("file", film.file().toString())
              .add("digest", film.digest())
              .add("patient", patients.getOrDefault(whose, 0)));
    }
    JsonArrayBuilder leftOut = Json.createArrayBuilder();
    for (Refused file : refused) {
      leftOut.add(
          Json.createObjectBuilder()
              .add("file", file.file().toString())
              .add("reason", file.reason()));
    }
    return Json.createObjectBuilder(EffectJson.of(models, source))
        .add("ends", ends.json())
        .add("films", audited)
        .add("leftOut", leftOut)
        .build();
  }

  /**
   * Prints for each model what each edit did to its own finding and to others unasked, then how
   * edits ended.
   */
  void print(PrintWriter out) {
    for (ModelResult model : models) {
      if (models.size() > 1) {
        out.printf("%n== %s (%s)%n", model.name(), model.address());
      }
      if (model instanceof ModelResult.Failed failed) {
        out.printf("%nleft out: %s%n", failed.reason());
      }
      model.matrix().ifPresent(matrix -> print(out, matrix));
    }
    ends.print(out);
  }

  private static void print(PrintWriter out, EffectMatrix matrix) {
    for (EditEffects row : matrix.edits()) {
      out.printf(
          Locale.ROOT,
          "%n%s, %s of %s%n",
          row.edit(),
          count(row.films(), "film"),
          count(row.patients(), "patient"));
      if (row.intention().isEmpty()) {
        out.println("  its own finding is none of the model's");
      }
      for (Effect effect : row.effects()) {
        if (row.intends(effect) || effect.verdict() == EffectConclusion.UNINTENDED) {
          out.println("  " + line(effect));
        }
      }
    }
  }

  /** A number of things in words, for example "1 film" or "2 films". */
  static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String line(Effect effect) {
    String interval =
        effect
            .evidence()
            .map(Evidence::interval)
            .map(range -> "[" + signed(range.low()) + ", " + signed(range.high()) + "]")
            .orElse("(" + effect.verdict().label() + ")");
    String verdict =
        switch (effect.verdict()) {
          case ACHIEVED -> "as meant";
          case FAILED -> "NOT as meant";
          case UNINTENDED -> "UNINTENDED";
          case NOT_BEYOND_CONTROLS -> "not beyond its controls";
          case UNAFFECTED, TOO_FEW_FILMS -> "";
        };
    return String.format(
            Locale.ROOT,
            "%-28s %+.2f %-16s %-14s %s",
            effect.finding(),
            effect.change(),
            interval,
            verdict,
            strongest(effect))
        .stripTrailing();
  }

  /** What the strongest control did, for example {@code (mirrored +0.02)}. */
  private static String strongest(Effect effect) {
    return effect
        .controls()
        .flatMap(all -> all.beyond().flatMap(beyond -> all.of(beyond.control())))
        .map(one -> String.format(Locale.ROOT, "(%s %+.2f)", one.control(), one.change()))
        .orElse("");
  }

  /** Two decimals with a sign, zero without one. */
  private static String signed(double value) {
    String number = String.format(Locale.ROOT, "%+.2f", value);
    return number.endsWith("0.00") ? "0.00" : number;
  }
}
