// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.model.AuditedModel;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;

/** Audits of several models, of edits that darken a corner of seven films. */
class AuditedModelsTest {

  private static final int FILMS = 7;

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();
  private final CornerEdits edits = new CornerEdits();
  private Path films;
  private Pack pack;

  @BeforeEach
  void drawFilms() throws Exception {
    films = EvenFilms.write(folder.resolve("films"), FILMS, 100);
    pack = Pack.load(Path.of("../models/packs/default"));
  }

  /** Sees devices wherever anything has been darkened, and how dark does not matter. */
  private static final class AnyChangeModel implements AuditedModel {
    @Override
    public String digest() {
      return "any change";
    }

    @Override
    public String address() {
      return "anywhere";
    }

    @Override
    public List<Map<String, Double>> ask(List<Film> all) {
      return all.stream().map(film -> Map.of("Support Devices", isEven(film) ? 0.9 : 0.5)).toList();
    }

    private static boolean isEven(Film film) {
      float last = film.luminance()[64 * 64 - 1];
      for (float value : film.luminance()) {
        if (Math.abs(value - last) > 1e-6) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {}
  }

  /** Fails at some time. */
  private static final class FailingModel implements AuditedModel {
    private int left;

    FailingModel(int answers) {
      left = answers;
    }

    @Override
    public String digest() {
      return "failing";
    }

    @Override
    public String address() {
      return "failing.onnx";
    }

    @Override
    public List<Map<String, Double>> ask(List<Film> all) {
      left--;
      if (left < 0) {
        throw new IllegalStateException("out of order");
      }
      return all.stream().map(film -> Map.of("Edema", 0.5)).toList();
    }

    @Override
    public void close() {}
  }

  private AuditReport run(NamedModel... models) throws Exception {
    List<EditRequest> requests =
        List.of(EditRequest.parse("remove-pleural-effusion", pack.findings()));
    return new Audit(pack, edits, List.of(models), requests, 0, new PrintWriter(printed, true))
        .run(AuditFolder.of(films), folder.resolve("out"));
  }

  private static EffectConclusion verdict(AuditReport report, String model) {
    return report.matrix(model).orElseThrow().edits().get(0).effects().get(0).verdict();
  }

  private JsonObject json() throws Exception {
    try (JsonReader reader =
        Json.createReader(Files.newInputStream(folder.resolve("out/effects.json")))) {
      return reader.readObject();
    }
  }

  @Test
  void aShortcutIsMarkedAndAnAnswerToAnyChangeIsNot() throws Exception {
    AuditReport report =
        run(
            new NamedModel("corner", new CornerModel("corner")),
            new NamedModel("any", new AnyChangeModel()));
    assertEquals(EffectConclusion.UNINTENDED, verdict(report, "corner"));
    assertEquals(EffectConclusion.NOT_BEYOND_CONTROLS, verdict(report, "any"));
    JsonObject any = json().getJsonArray("models").getJsonObject(1);
    JsonObject effect =
        any.getJsonArray("edits").getJsonObject(0).getJsonArray("effects").getJsonObject(0);
    assertEquals(-0.4, effect.getJsonNumber("meanChange").doubleValue(), 1e-12);
    assertEquals(
        -0.4,
        effect.getJsonArray("controls").getJsonObject(0).getJsonNumber("meanChange").doubleValue(),
        1e-12);
    List<String> table = Files.readAllLines(folder.resolve("out/effects.csv"));
    assertTrue(
        table.get(0).endsWith(",strongest_control,excess,excess_low,excess_high,excess_p,excess_q"),
        table.get(0));
    assertTrue(table.get(1).startsWith("corner,remove-pleural-effusion,Support Devices,7,7,"));
    assertTrue(table.get(2).startsWith("any,remove-pleural-effusion,"), table.get(2));
    for (String picture : List.of("effects-corner.png", "effects-any.png")) {
      assertTrue(Files.size(folder.resolve("out").resolve(picture)) > 0, picture);
    }
  }

  @Test
  void aModelThatFailsCostsItsColumnAlone() throws Exception {
    AuditReport report =
        run(
            new NamedModel("failing", new FailingModel(3)),
            new NamedModel("corner", new CornerModel("corner")));
    assertEquals(EffectConclusion.UNINTENDED, verdict(report, "corner"));
    assertEquals(Optional.empty(), report.matrix("failing"));
    String reason = json().getJsonArray("models").getJsonObject(0).getString("leftOut");
    assertTrue(reason.contains("out of order"), reason);
    String told = printed.toString();
    assertTrue(told.contains("left out: the model failing: "), told);
    assertTrue(told.contains("== failing (failing.onnx)\n\nleft out: "), told);
  }

  @Test
  void anAuditWhoseModelsAllFailHasFailed() throws Exception {
    AuditException failed =
        assertThrows(
            AuditException.class, () -> run(new NamedModel("failing", new FailingModel(0))));
    assertTrue(String.valueOf(failed.getMessage()).contains("none of the models"));
    assertEquals(FILMS, json().getJsonArray("ends").getJsonObject(0).getInt("made"));
  }

  @Test
  void aFurtherModelIsAskedAndTheOthersAreNotAskedAgain() throws Exception {
    run(new NamedModel("corner", new CornerModel("corner")));
    assertEquals(FILMS, edits.made);
    CornerModel known = new CornerModel("corner");
    CornerModel further = new CornerModel("changed file");
    AuditReport report = run(new NamedModel("renamed", known), new NamedModel("further", further));
    assertEquals(List.of(), known.asked);
    assertEquals(FILMS, further.asked.size());
    assertEquals(2 * FILMS, edits.made);
    assertEquals(EffectConclusion.UNINTENDED, verdict(report, "renamed"));
    run(new NamedModel("further", new CornerModel("changed file")));
    assertEquals(2 * FILMS, edits.made);
  }

  @Test
  void aModelGetsSourceEditAndControlsTogetherInAnyOrder() throws Exception {
    CornerModel model = new CornerModel("corner");
    run(new NamedModel("corner", model));
    Set<Integer> places = new HashSet<>();
    for (List<Film> asked : model.asked) {
      // Mirrored, elsewhere, edited and the film; even films have no blur and no other round trip.
      assertEquals(4, asked.size());
      places.add(place(asked));
    }
    assertNotEquals(1, places.size(), "the counterfactual always has the same place");
  }

  private static int place(List<Film> asked) {
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).at(0, 0) < 0.2) {
        return i;
      }
    }
    throw new AssertionError("no film is dark in the corner");
  }
}
