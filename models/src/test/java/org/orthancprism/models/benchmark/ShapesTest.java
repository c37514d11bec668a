// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

/** Held against files that diffusers and transformers wrote, and against the published sizes. */
class ShapesTest {

  private static Map<String, List<Long>> golden(String file) throws PackException {
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (TensorEntry entry : SafetensorsFile.open(Golden.path(file)).tensors()) {
      shapes.put(entry.name(), entry.shape());
    }
    return shapes;
  }

  private static long numbers(Map<String, List<Long>> shapes) {
    return shapes.values().stream()
        .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
        .sum();
  }

  @Test
  void theUnetHasTheNamesAndShapesOfDiffusers() throws PackException {
    assertEquals(
        golden("unet.safetensors"),
        new TreeMap<>(new UnetShapes(List.of(8, 16, 16, 16), 1, 4, 32).byName()));
  }

  @Test
  void theAutoencoderHasTheNamesAndShapesOfDiffusers() throws PackException {
    assertEquals(
        golden("vae.safetensors"), new TreeMap<>(new VaeShapes(List.of(8, 16, 16), 1, 4).byName()));
  }

  @Test
  void theTextEncoderHasTheNamesAndShapesOfTransformers() throws PackException {
    assertEquals(
        golden("text_encoder.safetensors"),
        new TreeMap<>(new TextEncoderShapes(64, 16, 32, 64, 2).byName()));
  }

  @Test
  void fullSizeIsThatOfStableDiffusion15() {
    assertEquals(
        859_520_964, numbers(new UnetShapes(List.of(320, 640, 1280, 1280), 2, 4, 768).byName()));
    assertEquals(83_653_863, numbers(new VaeShapes(List.of(128, 256, 512, 512), 2, 4).byName()));
    assertEquals(123_060_480, numbers(new TextEncoderShapes(49408, 77, 768, 3072, 12).byName()));
  }
}
