// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/**
 * Layouts are, name by name and shape by shape, those that diffusers, transformers and
 * torchxrayvision give the real models; written by {@code
 * models/reference/make_golden_stable_diffusion.py}.
 */
class LayoutsTest {

  private static final Map<String, List<Double>> TOWER =
      Map.of("num_hidden_layers", numbers(12), "num_attention_heads", numbers(12));

  @Test
  void unetIsThatOfStableDiffusion() throws Exception {
    Map<String, List<Double>> config =
        Map.of(
            "in_channels", numbers(4),
            "out_channels", numbers(4),
            "layers_per_block", numbers(2),
            "cross_attention_dim", numbers(768),
            "cross_attention_blocks", numbers(1, 1, 1, 0),
            "block_out_channels", numbers(320, 640, 1280, 1280));
    assertLists("unet", "unet_2d_condition", config, reference("unet"));
  }

  @Test
  void autoencoderIsThatOfStableDiffusion() throws Exception {
    Map<String, List<Double>> config =
        Map.of(
            "in_channels", numbers(3),
            "out_channels", numbers(3),
            "latent_channels", numbers(4),
            "layers_per_block", numbers(2),
            "block_out_channels", numbers(128, 256, 512, 512));
    assertLists("vae", "autoencoder_kl", config, reference("vae"));
  }

  @Test
  void textEncoderIsThatOfStableDiffusion() throws Exception {
    Map<String, List<Double>> config = new LinkedHashMap<>(TOWER);
    config.put("hidden_size", numbers(768));
    config.put("intermediate_size", numbers(3072));
    config.put("vocab_size", numbers(49408));
    config.put("max_position_embeddings", numbers(77));
    assertLists("text_encoder", "clip_text", config, reference("text_encoder"));
  }

  @Test
  void bothTowersAreThoseOfClip() throws Exception {
    Map<String, List<Long>> clip = reference("clip");
    Map<String, List<Double>> image = new LinkedHashMap<>(TOWER);
    image.put("image_size", numbers(224));
    image.put("patch_size", numbers(32));
    assertLists("clip_image", "clip_vision", image, those(clip, "vision_model.", "visual_"));
    assertLists("clip_text", "clip_text", TOWER, those(clip, "text_model.", "text_"));
  }

  @Test
  void classifierIsThatOfTorchxrayvision() throws Exception {
    Map<String, List<Double>> config = Map.of("block_config", numbers(6, 12, 24, 16));
    Map<String, List<Long>> reference = reference("classifier");
    reference.put("op_threshs", List.of(18L));
    assertLists("classifier", "densenet121", config, reference);
    reference.remove("op_threshs");
    ModuleSpec spec = new ModuleSpec("densenet121", config, "x.safetensors");
    assertEquals(List.of(), Layouts.of("classifier", spec, reference).misfits(reference));
  }

  @Test
  void sizesThatAConfigurationLeavesOutAreReadOffTheWeights() throws Exception {
    for (ModuleSpec spec :
        List.of(
            Golden.unet(),
            Golden.vae(),
            Golden.textEncoder(),
            TinyTowers.classifier(),
            TinyTowers.clipImage(),
            TinyTowers.clipText())) {
      Map<String, List<Long>> shapes =
          Layouts.shapes(SafetensorsFile.open(Golden.path(spec.weights())).tensors());
      assertEquals(List.of(), Layouts.of("text_encoder", spec, shapes).misfits(shapes));
    }
  }

  @Test
  void whatIsMissingSurplusOrOfAnotherShapeIsNamedInAtMostTenLines() throws Exception {
    ModuleSpec spec = Golden.textEncoder();
    Map<String, List<Long>> shapes =
        new LinkedHashMap<>(
            Layouts.shapes(SafetensorsFile.open(Golden.path(spec.weights())).tensors()));
    shapes.remove("text_model.final_layer_norm.bias");
    shapes.put("text_model.final_layer_norm.weight", List.of(31L));
    shapes.put("text_model.more", List.of(2L));
    shapes.put("text_model.embeddings.position_ids", List.of(1L, 16L));
    Layout layout = Layouts.of("text_encoder", spec, shapes);
    assertEquals(
        List.of(
            "shape: text_model.final_layer_norm.weight is [31], not [32]",
            "missing: text_model.final_layer_norm.bias [32]",
            "surplus: text_model.more [2]"),
        layout.misfits(shapes));
    shapes.keySet().removeIf(name -> name.contains(".layers.1."));
    PackException refusal =
        assertThrows(PackException.class, () -> layout.check("a.safetensors", "clip_text", shapes));
    assertTrue(refusal.getMessage().startsWith("a.safetensors does not fit clip_text"));
    assertEquals(12, refusal.getMessage().lines().count(), refusal.getMessage());
  }

  @Test
  void architectureThatNobodyKnowsIsRefused() {
    ModuleSpec spec = new ModuleSpec("unet_9d", Map.of(), "unet.safetensors");
    assertThrows(PackException.class, () -> Layouts.of("unet", spec, Map.of()));
  }

  private static void assertLists(
      String role,
      String architecture,
      Map<String, List<Double>> config,
      Map<String, List<Long>> reference)
      throws PackException {
    ModuleSpec spec = new ModuleSpec(architecture, config, role + ".safetensors");
    Layout layout = Layouts.of(role, spec, reference);
    assertEquals(reference, new TreeMap<>(layout.shapes()));
  }

  private static Map<String, List<Long>> those(
      Map<String, List<Long>> shapes, String one, String other) {
    Map<String, List<Long>> those = new TreeMap<>(shapes);
    those.keySet().removeIf(name -> !name.startsWith(one) && !name.startsWith(other));
    return those;
  }

  /** Names and shapes without the buffers that no network reads. */
  private static Map<String, List<Long>> reference(String name) throws Exception {
    Path file = Golden.path("layouts/" + name + ".txt");
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      String numbers = line.substring(space).replaceAll("[^0-9,]", "");
      if (!Layout.isHarmless(line.substring(0, space))) {
        shapes.put(
            line.substring(0, space),
            Arrays.stream(numbers.split(",")).map(Long::valueOf).collect(Collectors.toList()));
      }
    }
    return shapes;
  }

  private static List<Double> numbers(long... numbers) {
    return LongStream.of(numbers).asDoubleStream().boxed().toList();
  }
}
