// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

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
class StableDiffusionSizeTest {

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

  /** The sizes that the golden networks were made with. */
  private static final StableDiffusionSize GOLDEN =
      new StableDiffusionSize(List.of(8, 16, 16, 16), List.of(8, 16, 16), 1, 4, 2, 32, 2, 4, 64);

  @Test
  void theUnetHasTheNamesAndShapesOfDiffusers() throws PackException {
    assertEquals(golden("unet.safetensors"), new TreeMap<>(GOLDEN.unet()));
  }

  @Test
  void theAutoencoderHasTheNamesAndShapesOfDiffusers() throws PackException {
    assertEquals(golden("vae.safetensors"), new TreeMap<>(GOLDEN.vae()));
  }

  @Test
  void theTextEncoderHasTheNamesOfTransformers() throws PackException {
    assertEquals(
        golden("text_encoder.safetensors").keySet(), new TreeMap<>(GOLDEN.textEncoder()).keySet());
  }

  @Test
  void fullSizeIsThatOfStableDiffusion15() throws PackException {
    assertEquals(859_520_964, numbers(StableDiffusionSize.FULL.unet()));
    assertEquals(83_653_863, numbers(StableDiffusionSize.FULL.vae()));
    assertEquals(123_060_480, numbers(StableDiffusionSize.FULL.textEncoder()));
  }
}
