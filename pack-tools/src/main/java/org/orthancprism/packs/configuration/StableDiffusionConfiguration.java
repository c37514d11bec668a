// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;

/**
 * What the small files of a Stable Diffusion folder say: all but the weights. It can be read before
 * the weights are there.
 *
 * @param textEncoder the text encoder's architecture
 * @param unet the UNet's
 * @param vae the autoencoder's
 * @param tokenizer the tokenizer's files
 * @param scheduler the member {@code scheduler} of {@code pack.json}
 * @param resolution side in pixels of the films that the UNet was trained on
 */
public record StableDiffusionConfiguration(
    ModuleSpec textEncoder,
    ModuleSpec unet,
    ModuleSpec vae,
    ClipTokenizerFiles tokenizer,
    JsonObject scheduler,
    int resolution) {

  /**
   * Reads the folder's configuration, and holds its parts against each other.
   *
   * @throws PackException when a file is missing, or the model is of another architecture
   */
  public static StableDiffusionConfiguration read(Path base) throws PackException {
    if (!Files.isDirectory(base)) {
      throw new ImportException(
          base + " is not a folder: give a Stable Diffusion as Hugging Face lays it out");
    }
    HubJson unetConfig = HubJson.read(base.resolve("unet"), "config.json");
    HubJson vaeConfig = HubJson.read(base.resolve("vae"), "config.json");
    HubJson textConfig = HubJson.read(base.resolve("text_encoder"), "config.json");
    ModuleSpec unetSpec =
        new ModuleSpec("unet_2d_condition", UnetConfig.read(unetConfig), "unet.safetensors");
    ModuleSpec vaeSpec =
        new ModuleSpec("autoencoder_kl", AutoencoderConfig.read(vaeConfig), "vae.safetensors");
    ModuleSpec textSpec =
        new ModuleSpec("clip_text", ClipConfig.text(textConfig), "text_encoder.safetensors");
    refuseStrangers(unetSpec, vaeSpec, textSpec);
    ClipTokenizerFiles tokenizer = ClipTokenizerFiles.read(base.resolve("tokenizer"));
    if (tokenizer.vocabulary().size() > textSpec.number("vocab_size")) {
      throw new ImportException(
          ClipTokenizerFiles.vocabularyFile(base.resolve("tokenizer"))
              + " has more tokens than text_encoder/config.json: take both from one"
              + " model");
    }
    return new StableDiffusionConfiguration(
        textSpec,
        unetSpec,
        vaeSpec,
        tokenizer,
        SchedulerConfig.read(HubJson.read(base.resolve("scheduler"), "scheduler_config.json")),
        resolution(unetConfig, vaeSpec));
  }

  private static void refuseStrangers(ModuleSpec unet, ModuleSpec vae, ModuleSpec text)
      throws PackException {
    refuseUnequal(unet, "cross_attention_dim", text, "hidden_size");
    refuseUnequal(unet, "in_channels", vae, "latent_channels");
    refuseUnequal(unet, "out_channels", vae, "latent_channels");
  }

  private static void refuseUnequal(ModuleSpec one, String key, ModuleSpec other, String otherKey)
      throws PackException {
    if (one.number(key) != other.number(otherKey)) {
      throw new ImportException(
          String.format(
              Locale.ROOT,
              "%s %.0f of %s and %s %.0f of %s differ: take all parts from one model",
              key,
              one.number(key),
              one.architecture(),
              otherKey,
              other.number(otherKey),
              other.architecture()));
    }
  }

  private static int resolution(HubJson unet, ModuleSpec vae) throws ImportException {
    int halvings = vae.config().getOrDefault("block_out_channels", List.of()).size() - 1;
    return (int) unet.number("sample_size", 64) << halvings;
  }
}
