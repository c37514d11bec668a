// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

class RandomStableDiffusionTest {

  @TempDir private Path folder;

  private List<TensorEntry> unet(String name, long seed) throws Exception {
    Path model = Files.createDirectory(folder.resolve(name));
    new RandomStableDiffusion(StableDiffusionSize.TINY).write(model, seed);
    return SafetensorsFile.open(model.resolve("unet/diffusion_pytorch_model.safetensors"))
        .tensors();
  }

  @Test
  void theWeightsAreHalvesOfTheLayoutsNamesAndShapes() throws Exception {
    for (TensorEntry weight : unet("model", 1)) {
      assertEquals(ElementType.F16, weight.type(), weight.name());
      assertEquals(
          StableDiffusionSize.TINY.unet().get(weight.name()), weight.shape(), weight.name());
    }
  }

  @Test
  void aSeedGivesTheSameBytesAndAnotherOthers() throws Exception {
    unet("one", 1);
    unet("same", 1);
    unet("other", 2);
    String file = "unet/diffusion_pytorch_model.safetensors";
    assertEquals(-1, Files.mismatch(folder.resolve("one/" + file), folder.resolve("same/" + file)));
    assertTrue(Files.mismatch(folder.resolve("one/" + file), folder.resolve("other/" + file)) >= 0);
  }

  @Test
  void theFolderIsAsHuggingFaceLaysItOut() throws Exception {
    unet("model", 1);
    for (String file :
        List.of(
            "unet/config.json",
            "vae/config.json",
            "vae/diffusion_pytorch_model.safetensors",
            "text_encoder/config.json",
            "text_encoder/model.safetensors",
            "tokenizer/vocab.json",
            "tokenizer/merges.txt",
            "scheduler/scheduler_config.json")) {
      assertTrue(Files.size(folder.resolve("model").resolve(file)) > 0, file);
    }
  }
}
