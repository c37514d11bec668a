// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.pack.PackException;

/**
 * The {@code pack.json} of an imported model.
 *
 * @param identity what the pack calls itself
 * @param base the diffusion model
 * @param loras the LoRAs that were merged into it
 * @param classifier the classifier, where there is one
 * @param clip CLIP, where there is one
 * @param digests SHA-256 by name of every other file of the pack
 */
record ImportedManifest(
    ImportRequest.Identity identity,
    StableDiffusionFolder base,
    List<MergedLora> loras,
    Optional<ClassifierFile> classifier,
    Optional<ClipFolder> clip,
    Map<String, String> digests) {

  /** PRISM's sampling (arXiv 2503.00196). */
  private static final int STEPS = 50;

  private static final double GUIDANCE = 7.5;

  JsonObject toJson(String tokenizerFile) throws PackException {
    JsonObjectBuilder modules =
        Json.createObjectBuilder()
            .add("text_encoder", module(base.textEncoder()))
            .add("unet", module(base.unet()))
            .add("vae", module(base.vae()));
    JsonObjectBuilder manifest =
        Json.createObjectBuilder()
            .add("format", 1)
            .add("name", identity.name())
            .add("version", identity.version())
            .add("licence", identity.licence())
            .add("editor", "inversion")
            .add("resolution", base.resolution())
            .add("captions", PrismFindings.captions())
            .add("scheduler", base.scheduler())
            .add(
                "sampling",
                Json.createObjectBuilder().add("steps", STEPS).add("guidance", GUIDANCE))
            .add("editing", PrismFindings.editing())
            .add("findings", PrismFindings.findings(base.resolution()))
            .add("tokenizer", tokenizer(tokenizerFile));
    if (!loras.isEmpty()) {
      JsonArrayBuilder merged = Json.createArrayBuilder();
      loras.forEach(lora -> merged.add(lora.toJson()));
      manifest.add("loras", merged);
    }
    if (classifier.isPresent()) {
      manifest.add("classifier", classifier.get().toJson());
      modules.add("classifier", module(classifier.get().plan()));
    }
    if (clip.isPresent()) {
      manifest.add("clip", clip.get().toJson());
      modules.add("clip_image", module(clip.get().image()));
      modules.add("clip_text", module(clip.get().text()));
    }
    JsonObjectBuilder files = Json.createObjectBuilder();
    digests.forEach(files::add);
    return manifest.add("modules", modules).add("files", files).build();
  }

  private JsonObjectBuilder tokenizer(String file) throws PackException {
    return Json.createObjectBuilder()
        .add("file", file)
        .add("length", (int) base.textEncoder().spec().number("max_position_embeddings"))
        .add("pad", base.tokenizer().pad());
  }

  private static JsonObjectBuilder module(WeightPlan plan) {
    JsonObjectBuilder config = Json.createObjectBuilder();
    plan.spec()
        .config()
        .forEach((name, values) -> config.add(name, Json.createArrayBuilder(values)));
    return Json.createObjectBuilder()
        .add("architecture", plan.spec().architecture())
        .add("config", config)
        .add("weights", plan.spec().weights());
  }
}
