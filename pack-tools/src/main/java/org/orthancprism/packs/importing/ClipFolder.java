// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.pack.ClipSpec;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.configuration.ClipConfig;
import org.orthancprism.packs.configuration.ClipTokenizerFiles;
import org.orthancprism.packs.configuration.HubJson;
import org.orthancprism.packs.configuration.ImportException;

/**
 * A CLIP as Hugging Face lays it out: one file with both towers, which the pack keeps in two.
 *
 * @param image what becomes of the image tower
 * @param text what becomes of the text tower
 * @param preprocessing how images are brought to what the image tower takes
 */
record ClipFolder(WeightPlan image, WeightPlan text, HubJson preprocessing) {

  /** transformers' {@code OPENAI_CLIP_MEAN} and {@code OPENAI_CLIP_STD}. */
  private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);

  private static final List<Double> STD = List.of(0.26862954, 0.26130258, 0.27577711);

  /**
   * Reads the folder and holds both towers against their architectures.
   *
   * @param tokenizer the pack's tokenizer, which the text tower must share
   */
  static ClipFolder read(Path folder, ClipTokenizerFiles tokenizer, Optional<WeightType> precision)
      throws PackException {
    HubJson config = HubJson.read(folder, "config.json");
    if (ClipTokenizerFiles.areIn(folder)
        && !ClipTokenizerFiles.read(folder).vocabulary().equals(tokenizer.vocabulary())) {
      throw new ImportException(
          "the vocabulary in "
              + folder
              + " is not the base's: take a CLIP with the same tokenizer");
    }
    WeightFiles files = WeightFiles.in(folder, precision.equals(Optional.of(WeightType.FP16)));
    Map<String, List<Double>> image =
        projected(config, ClipConfig.vision(config.object("vision_config")));
    Map<String, List<Double>> text =
        projected(config, ClipConfig.text(config.object("text_config")));
    text.put("eos_token_id", List.of(config.object("text_config").number("eos_token_id", 2)));
    return new ClipFolder(
        WeightPlan.of(
            ClipSpec.IMAGE_ROLE,
            new ModuleSpec("clip_vision", image, "clip_image.safetensors"),
            files,
            name -> name.startsWith("vision_model.") || name.startsWith("visual_projection."),
            name -> name,
            precision),
        WeightPlan.of(
            ClipSpec.TEXT_ROLE,
            new ModuleSpec("clip_text", text, "clip_text.safetensors"),
            files,
            name -> name.startsWith("text_model.") || name.startsWith("text_projection."),
            name -> name,
            precision),
        preprocessing(folder));
  }

  /** A file of its own, or as transformers 5 writes it, a member of the processor's. */
  private static HubJson preprocessing(Path folder) throws ImportException {
    Optional<HubJson> processor = HubJson.find(folder, "processor_config.json");
    return HubJson.find(folder, "preprocessor_config.json")
        .or(() -> processor.map(file -> file.object("image_processor")))
        .orElse(new HubJson("preprocessor_config.json", JsonValue.EMPTY_JSON_OBJECT));
  }

  private static Map<String, List<Double>> projected(
      HubJson config, Map<String, List<Double>> tower) throws ImportException {
    Map<String, List<Double>> projected = new LinkedHashMap<>(tower);
    projected.put("projection_dim", List.of(config.number("projection_dim", 512)));
    return projected;
  }

  /** The member {@code clip} of {@code pack.json}. */
  JsonObjectBuilder toJson() throws PackException {
    return Json.createObjectBuilder()
        .add("resolution", (int) image.spec().number("image_size"))
        .add("mean", Json.createArrayBuilder(numbers("image_mean", MEAN)))
        .add("std", Json.createArrayBuilder(numbers("image_std", STD)));
  }

  private List<Double> numbers(String key, List<Double> missing) throws ImportException {
    return preprocessing.has(key) ? preprocessing.numbers(key) : missing;
  }
}
