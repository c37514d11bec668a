// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.packs.importing.ImportRequest.Weights;

/** The optional modules of a pack, which judge its edits, come along or are refused. */
class JudgesImportTest {

  private static final ImportRequest.Identity IDENTITY =
      new ImportRequest.Identity("tiny", "1.0", "GPL-3.0-or-later");

  @TempDir private Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeModel() throws Exception {
    base = TinyStableDiffusion.write(folder.resolve("sd"));
    out = folder.resolve("pack");
  }

  @Test
  void classifierAndClipComeAlong() throws Exception {
    Path clip = clipFolder();
    ImportRequest.Classifier classifier =
        new ImportRequest.Classifier(
            Golden.path("classifier.safetensors"),
            List.of("Effusion", "Edema", "", "Mass", "Pneumonia"));
    importAs(
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.of(WeightType.FP16),
            Weights.LINK,
            Optional.of(classifier),
            Optional.of(clip),
            IDENTITY));
    Pack pack = Pack.load(out);
    assertEquals(224, pack.manifest().classifiers().get(0).resolution());
    assertEquals(32, pack.manifest().clip().orElseThrow().resolution());
    assertTrue(Files.isSymbolicLink(out.resolve("classifier.safetensors")), "keeps its precision");
    assertEquals(List.of(0.25, 0.5, 0.75), pack.manifest().clip().orElseThrow().mean());
    assertEquals(
        ElementType.F16,
        SafetensorsFile.open(out.resolve("clip_text.safetensors")).tensors().get(0).type());
  }

  @Test
  void preprocessingWithinTheProcessorsFileIsFound() throws Exception {
    Path clip = clipFolder();
    Files.delete(clip.resolve("preprocessor_config.json"));
    Files.writeString(
        clip.resolve("processor_config.json"),
        "{\"image_processor\": {\"image_std\": [0.5, 0.25, 0.125]}}");
    importAs(
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.empty(),
            Weights.LINK,
            Optional.empty(),
            Optional.of(clip),
            IDENTITY));
    assertEquals(List.of(0.5, 0.25, 0.125), Pack.load(out).manifest().clip().orElseThrow().std());
  }

  @Test
  void labelsThatAreNotAsManyAsTheClassifiersOutputsAreRefused() {
    ImportRequest.Classifier classifier =
        new ImportRequest.Classifier(Golden.path("classifier.safetensors"), List.of("Edema"));
    ImportRequest request =
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.empty(),
            Weights.LINK,
            Optional.of(classifier),
            Optional.empty(),
            IDENTITY);
    PackException refusal = assertThrows(PackException.class, () -> importAs(request));
    assertTrue(refusal.getMessage().contains("5 outputs"), refusal.getMessage());
  }

  private Path clipFolder() throws Exception {
    Path clip = Files.createDirectories(folder.resolve("clip"));
    SafetensorsWriter writer =
        SafetensorsWriter.copy(Golden.path("clip_image.safetensors"), n -> true);
    writer.add("logit_scale", new long[0], new float[] {4});
    SafetensorsFile.open(Golden.path("clip_text.safetensors"))
        .forEach(
            (entry, data) -> {
              byte[] bytes = new byte[data.remaining()];
              data.get(bytes);
              long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
              writer.add(entry.name(), entry.type().name(), shape, bytes);
            });
    writer.write(clip.resolve("model.safetensors"));
    Files.writeString(
        clip.resolve("config.json"),
        """
        {"projection_dim": 24,
         "text_config": {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 64,
           "num_hidden_layers": 2, "num_attention_heads": 4, "max_position_embeddings": 16,
           "eos_token_id": 63},
         "vision_config": {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
           "num_attention_heads": 4, "image_size": 32, "patch_size": 8}}
        """);
    Files.writeString(
        clip.resolve("preprocessor_config.json"), "{\"image_mean\": [0.25, 0.5, 0.75]}");
    return clip;
  }

  private void importAs(ImportRequest request) throws PackException {
    PackImport.run(request, out, (what, done, total) -> {});
  }
}
