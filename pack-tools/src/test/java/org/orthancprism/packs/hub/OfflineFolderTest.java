// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.fixture.TinyStableDiffusion;

/** Models that are on disk already are found there. */
class OfflineFolderTest {

  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

  @TempDir private Path folder;

  private static Recipe recipe() throws HubException {
    return Recipe.of("hf:lab/tiny", Recipes.shipped());
  }

  private String refusal(Recipe recipe) {
    OfflineFolder offline = new OfflineFolder(folder);
    return String.valueOf(
        assertThrows(HubException.class, () -> offline.find(recipe)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"models--lab--tiny/snapshots/0a1b2c", "lab--tiny/0a1b2c", "lab/tiny", "tiny", "."})
  void aModelIsFoundInEachOfTheUsualLayouts(String place) throws Exception {
    Path there = TinyStableDiffusion.write(folder.resolve(place).normalize());
    assertEquals(there, new OfflineFolder(folder).find(recipe()).base().normalize());
  }

  @Test
  void theCachesNameOfTheNewestRevisionIsHeeded() throws Exception {
    Path cache = folder.resolve("models--lab--tiny");
    TinyStableDiffusion.write(cache.resolve("snapshots/aaaaaaa"));
    Path newest = TinyStableDiffusion.write(cache.resolve("snapshots/bbbbbbb"));
    assertTrue(refusal(recipe()).contains("several revisions"));
    Files.createDirectories(cache.resolve("refs"));
    Files.writeString(cache.resolve("refs/main"), "bbbbbbb");
    assertEquals(newest, new OfflineFolder(folder).find(recipe()).base());
    assertEquals(
        cache.resolve("snapshots/aaaaaaa"),
        new OfflineFolder(folder).find(recipe().at("aaaaaaa")).base());
  }

  @Test
  void anotherModelsUnetIsFoundBesideTheBase() throws Exception {
    TinyStableDiffusion.write(folder.resolve("lab/tiny"));
    Path unet = folder.resolve("lab/prism/model.safetensors");
    Files.createDirectories(unet.getParent());
    Files.writeString(unet, "{}");
    LocalModels models = new OfflineFolder(folder).find(recipe().over("lab/prism"));
    assertEquals(Optional.of(unet), models.unet());
  }

  @Test
  void aModelThatIsMissingIsNamedWithThePlaceThatItBelongsTo() throws Exception {
    String refusal = refusal(recipe());
    assertTrue(refusal.contains("copy the model to " + folder.resolve("lab/tiny")), refusal);
  }

  @Test
  void pointersAndFilesOfAnotherDigestAreRefused() throws Exception {
    Path base = TinyStableDiffusion.write(folder.resolve("lab/tiny"));
    ModelSource known =
        new ModelSource(
            ModelName.parse("lab/tiny"), "main", Optional.empty(), Map.of(UNET, "0".repeat(64)));
    Recipe recipe = new Recipe("tiny", known, Optional.empty(), Optional.empty(), "");
    assertTrue(refusal(recipe).contains("not the file that the recipe names"));
    Files.writeString(base.resolve(UNET), "version https://git-lfs.github.com/spec/v1\n");
    assertTrue(refusal(recipe()).contains("git-LFS pointer"));
  }

  @Test
  void theEnvironmentSaysWhetherAndWhereModelsAreTakenFromDisk() throws IOException, HubException {
    assertEquals(Optional.empty(), OfflineFolder.of(Map.of("HF_HOME", "/cache")));
    assertEquals(
        Optional.of(Path.of("/cache/hub")),
        OfflineFolder.of(Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", "/cache")));
    assertEquals(
        Optional.of(Path.of("/other")),
        OfflineFolder.of(
            Map.of("HF_HUB_OFFLINE", "YES", "HF_HOME", "/cache", "HF_HUB_CACHE", "/other")));
    assertThrows(HubException.class, () -> OfflineFolder.of(Map.of("HF_HUB_OFFLINE", "1")));
  }
}
