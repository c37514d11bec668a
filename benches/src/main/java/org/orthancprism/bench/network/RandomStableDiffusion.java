// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.orthancprism.models.pack.PackException;

/**
 * Writes a model in the layout of Stable Diffusion 1.x as Hugging Face lays it out, with random F16
 * weights: what can be imported, loaded and timed as the real one, and is no model of anything.
 */
public final class RandomStableDiffusion {

  private static final int BYTES = 256;
  private static final int START_OF_TEXT = 2 * BYTES;

  /** The last of the tokens that there are; the text encoder has weights for all of CLIP's. */
  static final int END_OF_TEXT = START_OF_TEXT + 1;

  private final StableDiffusionSize size;

  public RandomStableDiffusion(StableDiffusionSize size) {
    this.size = size;
  }

  /**
   * Writes it.
   *
   * @param folder an empty folder
   * @param seed seed of the weights
   * @throws PackException when there is no layout of such sizes
   */
  public void write(Path folder, long seed) throws IOException, PackException {
    RandomWeights weights = new RandomWeights(seed);
    String file = "diffusion_pytorch_model.safetensors";
    weights.write(size.unet(), folder.resolve("unet").resolve(file));
    weights.write(size.vae(), folder.resolve("vae").resolve(file));
    weights.write(size.textEncoder(), folder.resolve("text_encoder/model.safetensors"));
    write(folder.resolve("unet/config.json"), unet());
    write(folder.resolve("vae/config.json"), vae());
    write(folder.resolve("text_encoder/config.json"), textEncoder());
    write(folder.resolve("scheduler/scheduler_config.json"), scheduler());
    write(folder.resolve("tokenizer/vocab.json"), vocabulary());
    Files.writeString(folder.resolve("tokenizer/merges.txt"), "#version: 0.2\n");
  }

  private static void write(Path file, JsonObjectBuilder json) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.build().toString());
  }

  private JsonObjectBuilder unet() {
    int attending = size.unetChannels().size() - 1;
    List<String> down = new ArrayList<>(Collections.nCopies(attending, "CrossAttnDownBlock2D"));
    down.add("DownBlock2D");
    List<String> up = new ArrayList<>(List.of("UpBlock2D"));
    up.addAll(Collections.nCopies(attending, "CrossAttnUpBlock2D"));
    return network("UNet2DConditionModel", size.unetChannels(), down, up)
        .add("in_channels", StableDiffusionSize.LATENT)
        .add("out_channels", StableDiffusionSize.LATENT)
        .add("attention_head_dim", size.heads()) // heads, by a misnomer that diffusers keeps
        .add("cross_attention_dim", size.textWidth())
        .add("sample_size", size.resolution() >> (size.vaeChannels().size() - 1))
        .add("center_input_sample", false)
        .add("flip_sin_to_cos", true)
        .add("freq_shift", 0)
        .add("downsample_padding", 1)
        .add("mid_block_scale_factor", 1)
        .add("norm_eps", 1e-5);
  }

  private JsonObjectBuilder vae() {
    int resolutions = size.vaeChannels().size();
    return network(
            "AutoencoderKL",
            size.vaeChannels(),
            Collections.nCopies(resolutions, "DownEncoderBlock2D"),
            Collections.nCopies(resolutions, "UpDecoderBlock2D"))
        .add("in_channels", 3)
        .add("out_channels", 3)
        .add("latent_channels", StableDiffusionSize.LATENT)
        .add("scaling_factor", 0.18215)
        .add("sample_size", size.resolution());
  }

  private JsonObjectBuilder network(
      String name, List<Integer> channels, List<String> down, List<String> up) {
    return Json.createObjectBuilder()
        .add("_class_name", name)
        .add("block_out_channels", numbers(channels))
        .add("layers_per_block", size.layers())
        .add("norm_num_groups", size.groups())
        .add("act_fn", "silu")
        .add("down_block_types", Json.createArrayBuilder(down))
        .add("up_block_types", Json.createArrayBuilder(up));
  }

  private static JsonArrayBuilder numbers(List<Integer> numbers) {
    return Json.createArrayBuilder(numbers);
  }

  private JsonObjectBuilder textEncoder() {
    return Json.createObjectBuilder()
        .add("architectures", Json.createArrayBuilder().add("CLIPTextModel"))
        .add("model_type", "clip_text_model")
        .add("vocab_size", StableDiffusionSize.VOCABULARY)
        .add("max_position_embeddings", StableDiffusionSize.LENGTH)
        .add("hidden_size", size.textWidth())
        .add("intermediate_size", size.textHidden())
        .add("num_hidden_layers", size.textLayers())
        .add("num_attention_heads", size.textHeads())
        .add("hidden_act", "quick_gelu")
        .add("layer_norm_eps", 1e-5)
        .add("bos_token_id", START_OF_TEXT)
        .add("eos_token_id", END_OF_TEXT)
        .add("pad_token_id", 1);
  }

  private static JsonObjectBuilder scheduler() {
    return Json.createObjectBuilder()
        .add("_class_name", "PNDMScheduler")
        .add("beta_start", 0.00085)
        .add("beta_end", 0.012)
        .add("beta_schedule", "scaled_linear")
        .add("num_train_timesteps", 1000)
        .add("set_alpha_to_one", false)
        .add("skip_prk_steps", true)
        .add("steps_offset", 1)
        .add("clip_sample", false);
  }

  /**
   * CLIP's letters without its words, since those are merges: the bytes as byte-pair encoding
   * writes them (GPT-2's table), each once within a word and once at its end.
   */
  private static JsonObjectBuilder vocabulary() {
    List<String> letters = new ArrayList<>();
    int beyond = BYTES;
    for (int b = 0; b < BYTES; b++) {
      boolean printable = b >= 33 && b <= 255 && (b <= 126 || b >= 161) && b != 173;
      letters.add(String.valueOf((char) (printable ? b : beyond++)));
    }
    JsonObjectBuilder vocabulary = Json.createObjectBuilder();
    int id = 0;
    for (String end : List.of("", "</w>")) {
      for (String letter : letters) {
        vocabulary.add(letter + end, id++);
      }
    }
    return vocabulary.add("<|startoftext|>", START_OF_TEXT).add("<|endoftext|>", END_OF_TEXT);
  }
}
