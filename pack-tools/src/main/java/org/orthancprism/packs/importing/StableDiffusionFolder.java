// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.configuration.ClipTokenizerFiles;
import org.orthancprism.packs.configuration.StableDiffusionConfiguration;
import org.orthancprism.packs.lora.LoraFile;
import org.orthancprism.packs.lora.LoraNetwork;
import org.orthancprism.packs.lora.LoraNetwork.Role;
import org.orthancprism.packs.lora.LowRankUpdate;

/**
 * A Stable Diffusion 1.x or 2.x as Hugging Face lays it out: folders {@code unet}, {@code vae},
 * {@code text_encoder}, {@code tokenizer} and {@code scheduler}.
 *
 * @param textEncoder what becomes of the text encoder
 * @param unet what becomes of the UNet
 * @param vae what becomes of the autoencoder
 * @param tokenizer the tokenizer's files
 * @param scheduler the member {@code scheduler} of {@code pack.json}
 * @param resolution side in pixels of the films that the UNet was trained on
 */
record StableDiffusionFolder(
    WeightPlan textEncoder,
    WeightPlan unet,
    WeightPlan vae,
    ClipTokenizerFiles tokenizer,
    JsonObject scheduler,
    int resolution) {

  /** The autoencoder's attention in files from before diffusers 0.17. */
  private static final Pattern OLD_ATTENTION =
      Pattern.compile(
          "((?:en|de)coder\\.mid_block\\.attentions\\.0)\\.(query|key|value|proj_attn)\\.(.+)");

  /**
   * Reads the folder and holds each part against its architecture, and the parts against each
   * other.
   *
   * @param unet another UNet's safetensors, in the base's configuration
   * @throws PackException when something is missing, a pickle, or does not fit
   */
  static StableDiffusionFolder read(Path base, Optional<Path> unet, Optional<WeightType> precision)
      throws PackException {
    StableDiffusionConfiguration configuration = StableDiffusionConfiguration.read(base);
    boolean half = precision.equals(Optional.of(WeightType.FP16));
    WeightFiles unetFiles =
        unet.isPresent() ? WeightFiles.of(unet.get()) : WeightFiles.in(base.resolve("unet"), half);
    WeightFiles vaeFiles = WeightFiles.in(base.resolve("vae"), half);
    WeightFiles textFiles = WeightFiles.in(base.resolve("text_encoder"), half);
    return new StableDiffusionFolder(
        WeightPlan.of(
            "text_encoder",
            configuration.textEncoder(),
            textFiles,
            name -> true,
            TensorNames.ofTextTower(textFiles),
            precision),
        WeightPlan.of(
            "unet",
            configuration.unet(),
            unetFiles,
            name -> true,
            TensorNames.unwrapped(unetFiles),
            precision),
        WeightPlan.of(
            "vae",
            configuration.vae(),
            vaeFiles,
            name -> true,
            TensorNames.unwrapped(vaeFiles).andThen(StableDiffusionFolder::current)::apply,
            precision),
        configuration.tokenizer(),
        configuration.scheduler(),
        configuration.resolution());
  }

  /**
   * The same model with LoRAs merged into text encoder and UNet.
   *
   * @param loras the LoRAs
   * @param precision type of the networks that they change
   * @throws PackException when one is a pickle or does not fit
   */
  StableDiffusionFolder merged(List<ImportRequest.Lora> loras, WeightType precision)
      throws PackException {
    List<LoraNetwork> networks =
        List.of(
            new LoraNetwork(Role.UNET, unet.shapes()),
            new LoraNetwork(Role.TEXT_ENCODER, textEncoder.shapes()));
    Map<Role, Map<String, List<LowRankUpdate>>> updates = new EnumMap<>(Role.class);
    for (ImportRequest.Lora lora : loras) {
      WeightFiles.of(lora.file());
      LoraFile.read(lora.file(), networks, lora.scale())
          .forEach(
              (role, ofRole) ->
                  ofRole.forEach(
                      (weight, update) ->
                          updates
                              .computeIfAbsent(role, any -> new HashMap<>())
                              .computeIfAbsent(weight, any -> new ArrayList<>())
                              .add(update)));
    }
    return new StableDiffusionFolder(
        textEncoder.merged(updates.getOrDefault(Role.TEXT_ENCODER, Map.of()), precision),
        unet.merged(updates.getOrDefault(Role.UNET, Map.of()), precision),
        vae,
        tokenizer,
        scheduler,
        resolution);
  }

  /** The name that diffusers gives a tensor today. */
  static String current(String name) {
    Matcher matcher = OLD_ATTENTION.matcher(name);
    if (!matcher.matches()) {
      return name;
    }
    String layer =
        switch (matcher.group(2)) {
          case "query" -> "to_q";
          case "key" -> "to_k";
          case "value" -> "to_v";
          default -> "to_out.0";
        };
    return matcher.group(1) + "." + layer + "." + matcher.group(3);
  }
}
