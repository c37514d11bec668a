// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.models.pack.PackException;

/**
 * Makes an inversion pack of random weights: {@link RandomStableDiffusion}'s folder with its
 * tokenizer assembled and a manifest over it.
 */
public final class RandomPack {

  private final StableDiffusionSize size;

  public RandomPack(StableDiffusionSize size) {
    this.size = size;
  }

  /**
   * Writes a pack.
   *
   * @param folder an empty folder
   * @param seed seed of the weights
   * @param steps sampling steps that the pack asks for
   * @throws PackException when there is no layout of such sizes
   */
  public void write(Path folder, long seed, int steps) throws IOException, PackException {
    new RandomStableDiffusion(size).write(folder, seed);
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer(folder).toString());
    JsonObjectBuilder manifest = manifest(steps).add("files", digests(folder));
    Files.writeString(folder.resolve("pack.json"), manifest.build().toString());
  }

  private static JsonObject tokenizer(Path folder) throws IOException {
    JsonObject vocabulary;
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(folder.resolve("tokenizer/vocab.json")))) {
      vocabulary = reader.readObject();
    }
    String start = "<|startoftext|>";
    String end = "<|endoftext|>";
    return Json.createObjectBuilder()
        .add("version", "1.0")
        .addNull("truncation")
        .addNull("padding")
        .add("added_tokens", Json.createArrayBuilder())
        .add("normalizer", Json.createObjectBuilder().add("type", "Lowercase"))
        .add(
            "pre_tokenizer",
            Json.createObjectBuilder()
                .add("type", "ByteLevel")
                .add("add_prefix_space", false)
                .add("trim_offsets", true)
                .add("use_regex", true))
        .add(
            "post_processor",
            Json.createObjectBuilder()
                .add("type", "RobertaProcessing")
                .add("sep", token(end, vocabulary))
                .add("cls", token(start, vocabulary))
                .add("trim_offsets", false)
                .add("add_prefix_space", false))
        .addNull("decoder")
        .add(
            "model",
            Json.createObjectBuilder()
                .add("type", "BPE")
                .add("unk_token", end)
                .add("continuing_subword_prefix", "")
                .add("end_of_word_suffix", "</w>")
                .add("fuse_unk", false)
                .add("vocab", vocabulary)
                .add("merges", Json.createArrayBuilder()))
        .build();
  }

  private static JsonArrayBuilder token(String name, JsonObject vocabulary) {
    return Json.createArrayBuilder().add(name).add(vocabulary.getInt(name));
  }

  private JsonObjectBuilder manifest(int steps) {
    return Json.createObjectBuilder()
        .add("format", 1)
        .add("name", "random")
        .add("version", "0")
        .add("licence", "GPL-3.0-or-later")
        .add("editor", "inversion")
        .add("resolution", size.resolution())
        .add(
            "captions",
            Json.createObjectBuilder()
                .add("kind", "description")
                .add("template", "Chest X-ray showing {findings}")
                .add("empty", "Normal chest X-ray with no significant findings"))
        .add(
            "scheduler",
            Json.createObjectBuilder()
                .add("kind", "scaled_linear")
                .add("beta_start", 0.00085)
                .add("beta_end", 0.012)
                .add("train_timesteps", 1000)
                .add("set_alpha_to_one", false)
                .add("steps_offset", 1))
        .add("sampling", Json.createObjectBuilder().add("steps", steps).add("guidance", 7.5))
        .add(
            "findings",
            Json.createArrayBuilder()
                .add(finding("Support Devices", "49062001"))
                .add(finding("Pleural Effusion", "60046008")))
        .add(
            "tokenizer",
            Json.createObjectBuilder()
                .add("file", "tokenizer.json")
                .add("length", StableDiffusionSize.LENGTH)
                .add("pad", RandomStableDiffusion.END_OF_TEXT))
        .add("modules", modules());
  }

  private JsonObjectBuilder finding(String name, String code) {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("code", code)
        .add("codingScheme", "SCT")
        .add("meaning", name)
        .add("directions", Json.createArrayBuilder(List.of("remove", "add")))
        .add("resolution", size.resolution())
        .add("compositing", "residual")
        .add("presentFrom", 0.003);
  }

  private JsonObjectBuilder modules() {
    List<Integer> attends = new ArrayList<>(Collections.nCopies(size.unetChannels().size() - 1, 1));
    attends.add(0);
    JsonObjectBuilder unet =
        sizes()
            .add("num_attention_heads", Json.createArrayBuilder().add(size.heads()))
            .add("cross_attention_blocks", Json.createArrayBuilder(attends));
    JsonObjectBuilder vae =
        sizes().add("block_out_channels", Json.createArrayBuilder(size.vaeChannels()));
    JsonObjectBuilder text =
        Json.createObjectBuilder()
            .add("num_hidden_layers", Json.createArrayBuilder().add(size.textLayers()))
            .add("num_attention_heads", Json.createArrayBuilder().add(size.textHeads()))
            .add("hidden_act", Json.createArrayBuilder().add(0));
    String weights = "/diffusion_pytorch_model.safetensors";
    return Json.createObjectBuilder()
        .add("unet", module("unet_2d_condition", "unet" + weights, unet))
        .add("vae", module("autoencoder_kl", "vae" + weights, vae))
        .add("text_encoder", module("clip_text", "text_encoder/model.safetensors", text));
  }

  private JsonObjectBuilder sizes() {
    return Json.createObjectBuilder()
        .add("layers_per_block", Json.createArrayBuilder().add(size.layers()))
        .add("norm_num_groups", Json.createArrayBuilder().add(size.groups()));
  }

  private static JsonObjectBuilder module(
      String architecture, String weights, JsonObjectBuilder config) {
    return Json.createObjectBuilder()
        .add("architecture", architecture)
        .add("config", config)
        .add("weights", weights);
  }

  private static JsonObjectBuilder digests(Path folder) throws IOException {
    JsonObjectBuilder digests = Json.createObjectBuilder();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        digests.add(folder.relativize(file).toString(), sha256(file));
      }
    }
    return digests;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
