// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackManifest;
import org.orthancprism.models.pack.TokenizerSpec;
import org.orthancprism.models.tokenizer.CaptionTokenizer;
import org.orthancprism.packs.inspection.PackInspection;

/** A tiny Stable Diffusion 2.x as RoentGen-v2 lays it out becomes a pack that edits. */
class SecondVersionImportTest {

  @TempDir private Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeModel() throws Exception {
    base = TinyStableDiffusion.writeSecond(folder.resolve("sd2"));
    out = folder.resolve("pack");
  }

  @Test
  void packSaysWhatTheConfigurationsSayAndEdits() throws Exception {
    importBase();
    PackManifest manifest = Pack.load(out).manifest();
    assertEquals(
        new NoiseSchedule.ScaledLinear(
            0.00085,
            0.012,
            1000,
            false,
            1,
            NoiseSchedule.Prediction.V_PREDICTION,
            true,
            NoiseSchedule.Spacing.TRAILING),
        manifest.schedule());
    assertEquals(0, manifest.tokenizer().pad(), "captions are padded with !");
    ModuleSpec unet = manifest.modules().get("unet");
    assertEquals(List.of(1.0, 2.0, 4.0), unet.config().get("num_attention_heads"));
    assertEquals(List.of(1.0), unet.config().get("use_linear_projection"));
    ModuleSpec text = manifest.modules().get("text_encoder");
    assertEquals(3, text.number("num_hidden_layers"));
    assertEquals(1, text.number("hidden_act"), "gelu");
    assertTrue(Files.isSymbolicLink(out.resolve("unet.safetensors")));
    PackInspection inspection = PackInspection.open(out, bytes -> {});
    assertEquals(3, inspection.layouts().size());
    assertTrue(inspection.smokeEdit(Progress.NONE).result().contains("in 2 steps"));
  }

  /** As transformers' CLIPTokenizer and CLIPTokenizerFast do it. */
  @Test
  void paddingTokenStandsForItselfWithinACaption() throws Exception {
    importBase();
    TokenizerSpec spec = Pack.load(out).manifest().tokenizer();
    try (CaptionTokenizer tokenizer = CaptionTokenizer.open(out.resolve(spec.file()), spec)) {
      assertArrayEquals(new long[] {802, 570, 0, 803}, tokenizer.tokens("edema!"));
      assertArrayEquals(new long[] {802, 0, 0, 570, 803}, tokenizer.tokens("!! edema"));
      assertEquals(0, tokenizer.encode("edema")[76]);
    }
  }

  @Test
  void projectionsThatAreConvolutionsAreRefusedWhereTheConfigurationSaysLinear() throws Exception {
    Path config = base.resolve("unet/config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"use_linear_projection\": true", "\"use_linear_projection\": false"));
    PackException refusal = assertThrows(PackException.class, this::importBase);
    assertTrue(refusal.getMessage().contains("proj_in.weight is"), refusal.getMessage());
  }

  private void importBase() throws PackException {
    ImportRequest request =
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.empty(),
            ImportRequest.Weights.LINK,
            Optional.empty(),
            Optional.empty(),
            new ImportRequest.Identity("second", "1.0", "GPL-3.0-or-later"));
    PackImport.run(request, out, (what, done, total) -> {});
  }
}
