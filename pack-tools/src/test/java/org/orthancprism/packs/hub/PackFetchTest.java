// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.pack.PackException;

/** What is fetched of a model, and what is not. */
class PackFetchTest extends TinyModelInHub {

  @Test
  void whatAnImportReadsIsFetchedAndNothingElse() throws Exception {
    List<String> needed = files(original);
    for (String surplus :
        List.of(
            "README.md.txt",
            "v1-5-pruned.ckpt",
            "v1-5-pruned.safetensors",
            "model_index.json",
            "safety_checker/model.safetensors",
            "unet/diffusion_pytorch_model.bin",
            "unet/diffusion_pytorch_model.fp16.safetensors",
            "unet/diffusion_pytorch_model.non_ema.safetensors",
            "vae/diffusion_pytorch_model.bin",
            "tokenizer/tokenizer.json",
            "tokenizer/special_tokens_map.json")) {
      Files.createDirectories(original.resolve(surplus).getParent());
      Files.writeString(original.resolve(surplus), "{}");
    }
    Path fetched = fetched();
    List<String> expected =
        Stream.concat(needed.stream(), Stream.of("tokenizer/special_tokens_map.json"))
            .sorted()
            .toList();
    assertEquals(expected, files(fetched));
    assertEquals(expected, server.served().stream().sorted().toList());
  }

  @Test
  void halfTheSizeIsFetchedWhereHalfPrecisionIsWanted() throws Exception {
    Path half = original.resolve("unet/diffusion_pytorch_model.fp16.safetensors");
    Files.copy(original.resolve(UNET), half);
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), true);
    List<String> unets =
        plan.base().files().weights().stream()
            .map(HubFile::path)
            .filter(path -> path.startsWith("unet/"))
            .toList();
    assertEquals(List.of("unet/diffusion_pytorch_model.fp16.safetensors"), unets);
  }

  @Test
  void weightsInSeveralFilesAreFetchedWithTheirIndexAndWithoutAnotherVariants() throws Exception {
    Files.delete(original.resolve(UNET));
    String stem = "unet/diffusion_pytorch_model";
    List<String> wanted =
        List.of(
            stem + "-00001-of-00002.safetensors",
            stem + "-00002-of-00002.safetensors",
            stem + ".safetensors.index.json");
    List<String> others =
        List.of(stem + ".fp16-00001-of-00002.safetensors", stem + ".safetensors.index.fp16.json");
    for (String file : Stream.concat(wanted.stream(), others.stream()).toList()) {
      Files.writeString(original.resolve(file), "{}");
    }
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
    assertEquals(
        wanted,
        plan.base().files().weights().stream()
            .map(HubFile::path)
            .filter(path -> path.startsWith("unet/"))
            .sorted()
            .toList());
  }

  @Test
  void aModelOfPicklesAloneIsRefusedAndNoneIsFetched() throws Exception {
    Files.move(original.resolve(UNET), original.resolve("unet/diffusion_pytorch_model.bin"));
    String refusal = refusal();
    assertTrue(refusal.contains("pickles alone (diffusion_pytorch_model.bin)"), refusal);
    assertEquals(List.of(), server.served());
  }

  @Test
  void anotherModelsUnetTakesThePlaceOfTheBasesWhichIsNotFetched() throws Exception {
    Path prism = Files.createDirectories(folder.resolve("prism"));
    Files.copy(original.resolve(UNET), prism.resolve("model.safetensors"));
    Files.writeString(prism.resolve("other.safetensors"), "{}");
    server.publish("lab/prism", prism);
    PackFetch fetch = fetch();
    Recipe recipe = Recipe.of("hf:" + MODEL, Recipes.shipped()).over("lab/prism");
    LocalModels models = fetch.run(fetch.plan(recipe, false), (what, done, total) -> {});
    assertEquals("model.safetensors", models.unet().orElseThrow().getFileName().toString());
    assertFalse(Files.exists(models.base().resolve(UNET)));
  }

  @Test
  void aModelOfAnotherArchitectureIsRefusedBeforeItsWeightsAreFetched() throws Exception {
    Path config = original.resolve("unet/config.json");
    String text = Files.readString(config);
    String other =
        text.replace("\"addition_embed_type\": null", "\"addition_embed_type\": \"text_time\"");
    assertNotEquals(text, other);
    Files.writeString(config, other);
    PackException refusal = assertThrows(PackException.class, this::fetched);
    assertTrue(refusal.getMessage().contains("Stable Diffusion 1.x"), refusal::getMessage);
    assertEquals(
        List.of(), server.served().stream().filter(f -> f.endsWith(".safetensors")).toList());
  }

  @Test
  void aPlanSaysWhichModelsWantTheirLicenceAcceptedAndHowMuchIsMissing() throws Exception {
    model.gate("cc-by-nc-4.0");
    FetchPlan plan = fetch().plan(Recipe.of("hf:" + MODEL, Recipes.shipped()), false);
    assertEquals(MODEL, plan.gated().get(0).name().toString());
    assertEquals("cc-by-nc-4.0", plan.licence());
    long size = 0;
    for (String file : files(original)) {
      size += Files.size(original.resolve(file));
    }
    assertEquals(size, plan.size());
    assertEquals(0, plan.present());
    fetched();
    assertEquals(size, plan.present());
  }

  @Test
  void aModelThatIsNotThereIsNotAskedForTwice() {
    String refusal =
        String.valueOf(
            assertThrows(HubException.class, () -> fetched("hf:radiology/none")).getMessage());
    assertTrue(refusal.contains("no model radiology/none"), refusal);
    assertEquals(1, server.requests().size());
  }

  @Test
  void requestsGoThroughTheProxyThatTheEnvironmentNames() throws Exception {
    HubSettings settings =
        HubSettings.of(
            Map.of("HTTP_PROXY", server.address().toString()), Optional.of("http://hub.invalid"));
    PackFetch fetch =
        new PackFetch(new HubClient(settings), new Retries(pauses::add, 1), folder.resolve("d"));
    assertThrows(
        HubException.class,
        () -> fetch.plan(Recipe.of("hf:radiology/none", Recipes.shipped()), false));
    assertTrue(
        server.requests().get(0).target().startsWith("http://hub.invalid/api/models/"),
        () -> server.requests().toString());
    assertEquals(URI.create("http://hub.invalid"), settings.endpoint());
  }
}
