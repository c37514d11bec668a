// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Film;

/** Tiny ONNX files, which {@code models/reference/make_onnx.py} wrote, each in a process. */
class OnnxModelTest {

  private static final String CORNERS =
      "{\"labels\": [\"Edema\", \"Fracture\"], \"size\": 8, \"range\": [0, 1],"
          + " \"activation\": \"none\"}";

  @TempDir private Path folder;

  private AuditedModel open(String name, String json) throws Exception {
    Path file = folder.resolve("model.onnx");
    Files.deleteIfExists(file);
    try (InputStream onnx = OnnxModelTest.class.getResourceAsStream(name + ".onnx")) {
      Files.copy(Objects.requireNonNull(onnx, name), file);
    }
    Files.writeString(folder.resolve("model.json"), json);
    return new ModelAddress("mine", file.toString()).open(List.of());
  }

  /** A film of 8 rows and columns whose last row is white. */
  private static List<Film> films(float... luminances) {
    return IntStream.range(0, luminances.length)
        .mapToObj(
            i -> {
              float[] values = new float[64];
              Arrays.fill(values, luminances[i]);
              Arrays.fill(values, 56, 64, 1f);
              return new Film(8, 8, values);
            })
        .toList();
  }

  /** The only child of this JVM. */
  private static ProcessHandle process() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .findFirst()
        .orElseThrow();
  }

  private static void assertFails(String why, AuditedModel model) {
    ModelException failed = assertThrows(ModelException.class, () -> model.ask(films(0.5f)));
    assertTrue(String.valueOf(failed.getMessage()).contains(why), failed::toString);
  }

  @Test
  void aModelAnswersUntilItsProcessIsKilledAndThenNoMore() throws Exception {
    try (AuditedModel model = open("corner", CORNERS)) {
      assertEquals(
          List.of(Map.of("Edema", 0.25, "Fracture", 1.0), Map.of("Edema", 0.5, "Fracture", 1.0)),
          model.ask(films(0.25f, 0.5f)));
      ProcessHandle process = process();
      process.destroyForcibly();
      process.onExit().join();
      assertFails("its process ended with status 137", model);
      assertFails("its process has ended", model);
    }
  }

  @Test
  void aModelThatHangsIsEndedWithItsProcess() throws Exception {
    String json =
        "{\"labels\": [\"Edema\"], \"size\": 8, \"range\": [0, 1], \"activation\": \"none\","
            + " \"timeoutSeconds\": 1}";
    try (AuditedModel model = open("endless", json)) {
      assertFails("did not answer within 1 s", model);
      assertThrows(NoSuchElementException.class, OnnxModelTest::process);
    }
  }

  @Test
  void aDamagedFileIsToldWhenItIsRun() throws Exception {
    try (AuditedModel model = open("corner", CORNERS)) {
      Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
      assertFails("has changed meanwhile", model);
    }
    try (AuditedModel model =
        new ModelAddress("mine", folder.resolve("model.onnx").toString()).open(List.of())) {
      assertFails("it can't be loaded: ", model);
    }
  }

  @Test
  void anotherFileOrJsonIsAnotherModel() throws Exception {
    String digest;
    try (AuditedModel model = open("corner", CORNERS)) {
      digest = model.digest();
    }
    try (AuditedModel model = open("corner", CORNERS)) {
      assertEquals(digest, model.digest());
    }
    try (AuditedModel model = open("no-number", CORNERS)) {
      assertNotEquals(digest, model.digest());
    }
    try (AuditedModel model = open("corner", CORNERS.replace("Edema", "Nodule"))) {
      assertNotEquals(digest, model.digest());
    }
  }

  @Test
  void filmsAreScaledAsTheModelWasTrained() throws Exception {
    open(
            "corner",
            "{\"labels\": [\"Edema\"], \"size\": 8, \"channels\": 3, \"mean\": [0, 0.25, 0.5],"
                + " \"std\": [1, 0.5, 0.25], \"activation\": \"sigmoid\"}")
        .close();
    OnnxSettings scaled = OnnxSettings.read(folder.resolve("model.json"), List.of());
    float[] input = scaled.input(films(0.75f).get(0));
    assertEquals(3 * 64, input.length);
    assertEquals(List.of(0.75f, 1f, 1f), List.of(input[0], input[64], input[128]));
    open("corner", CORNERS.replace("[0, 1]", "[-1024, 1024]")).close();
    float[] ranged =
        OnnxSettings.read(folder.resolve("model.json"), List.of()).input(films(0.75f).get(0));
    assertEquals(List.of(512f, 1024f), List.of(ranged[0], ranged[63]));
  }

  @Test
  void outputsBecomeProbabilitiesAsTheJsonSays() {
    double[] logits = {0, Math.log(3)};
    assertEquals(0.75, Activation.SIGMOID.of(logits)[1], 1e-12);
    assertEquals(0.25, Activation.SOFTMAX.of(logits)[0], 1e-12);
    assertEquals(Math.log(3), Activation.NONE.of(logits)[1]);
    assertEquals(1, Activation.SOFTMAX.of(new double[] {0, 5000})[1]);
    assertTrue(Double.isNaN(Activation.SIGMOID.of(new double[] {Double.NaN})[0]));
  }
}
