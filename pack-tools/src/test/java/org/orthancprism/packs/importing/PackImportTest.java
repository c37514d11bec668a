// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.importing.ImportRequest.Weights;

/** A tiny Stable Diffusion 1.x, laid out as the real one, becomes a pack or is refused. */
class PackImportTest {

  @TempDir private Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeModel() throws Exception {
    base = TinyStableDiffusion.write(folder.resolve("sd"));
    out = folder.resolve("pack");
  }

  @Test
  void linkedPackIsVerifiedAndSaysWhatPrismSays() throws Exception {
    PackSummary summary = PackImport.run(request(), out, (what, done, total) -> {});
    Pack pack = Pack.load(out);
    assertEquals(pack.digest(), summary.digest());
    assertTrue(Files.isSymbolicLink(out.resolve("unet.safetensors")));
    assertEquals(13, pack.findings().size());
    assertFalse(pack.findings().stream().map(Finding::name).toList().contains("No Finding"));
    assertEquals(
        new NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000, false, 1), pack.manifest().schedule());
    assertEquals(50, pack.manifest().sampling().steps());
    assertEquals(7.5, pack.manifest().sampling().guidance());
    assertEquals(64, pack.manifest().resolution());
    assertEquals(803, pack.manifest().tokenizer().pad());
    assertEquals(77, pack.manifest().tokenizer().length());
  }

  @Test
  void tokenizerIsThatOfTransformers() throws Exception {
    importAs(request());
    assertEquals(
        json(Golden.path("tokenizer/tokenizer.json")), json(out.resolve("tokenizer.json")));
  }

  @Test
  void padTokenIsTheOneThatTheTokenizerNames() throws Exception {
    Files.writeString(
        base.resolve("tokenizer/special_tokens_map.json"), "{\"pad_token\": {\"content\": \"!\"}}");
    importAs(request());
    assertEquals(0, Pack.load(out).manifest().tokenizer().pad());
  }

  @Test
  void convertedWeightsAreHalvesAndCopiesAreFiles() throws Exception {
    importAs(with(Optional.of(WeightType.FP16), Weights.COPY));
    Pack.load(out);
    for (String file : List.of("unet", "vae", "text_encoder")) {
      Path weights = out.resolve(file + ".safetensors");
      assertFalse(Files.isSymbolicLink(weights));
      for (TensorEntry tensor : SafetensorsFile.open(weights).tensors()) {
        assertTrue(tensor.type() == ElementType.F16 || tensor.type() == ElementType.I64);
      }
    }
    assertArrayEquals(
        Golden.bytes("unet.safetensors"), Files.readAllBytes(out.resolve("unet.safetensors")));
  }

  @Test
  void anotherUnetTakesTheBasesPlace() throws Exception {
    Path prism = Files.copy(Golden.path("unet.safetensors"), folder.resolve("model.safetensors"));
    Files.delete(base.resolve("unet/diffusion_pytorch_model.safetensors"));
    importAs(over(prism));
    assertEquals(prism.toRealPath(), out.resolve("unet.safetensors").toRealPath());
  }

  @Test
  void weightsInSeveralFilesBecomeOne() throws Exception {
    Path unet = base.resolve("unet");
    Path whole = unet.resolve("diffusion_pytorch_model.safetensors");
    StringBuilder map = new StringBuilder();
    for (TensorEntry tensor : SafetensorsFile.open(whole).tensors()) {
      map.append(map.isEmpty() ? "" : ",")
          .append('"')
          .append(tensor.name())
          .append("\":\"")
          .append(isUp(tensor.name()) ? "b" : "a")
          .append(".safetensors\"");
    }
    SafetensorsWriter.copy(whole, name -> !isUp(name)).write(unet.resolve("a.safetensors"));
    SafetensorsWriter.copy(whole, PackImportTest::isUp).write(unet.resolve("b.safetensors"));
    Files.delete(whole);
    Files.writeString(
        unet.resolve("diffusion_pytorch_model.safetensors.index.json"),
        "{\"weight_map\":{" + map + "}}");
    importAs(request());
    Pack.load(out);
    assertEquals(
        SafetensorsFile.open(Golden.path("unet.safetensors")).tensors().size(),
        SafetensorsFile.open(out.resolve("unet.safetensors")).tensors().size());
    Files.delete(unet.resolve("b.safetensors"));
    SafetensorsWriter.copy(Golden.path("unet.safetensors"), "conv_in.bias"::equals)
        .write(unet.resolve("b.safetensors"));
    assertRefused("twice");
  }

  private static boolean isUp(String name) {
    return name.startsWith("up_blocks");
  }

  @Test
  void autoencoderUnderItsOldNamesIsRenamed() throws Exception {
    Path vae = base.resolve("vae/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(vae);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    text =
        text.replace(".to_q.weight\"", ".query.weight\"")
            .replace(".to_q.bias\"", ".query.bias\"")
            .replace(".to_k.weight\"", ".key.weight\"")
            .replace(".to_k.bias\"", ".key.bias\"")
            .replace(".to_v.weight\"", ".value.weight\"")
            .replace(".to_v.bias\"", ".value.bias\"")
            .replace(".to_out.0.weight\"", ".proj_attn.weight\"")
            .replace(".to_out.0.bias\"", ".proj_attn.bias\"");
    byte[] renamed = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer length = ByteBuffer.wrap(renamed).order(ByteOrder.LITTLE_ENDIAN);
    length.putLong(0, length.getLong(0) + renamed.length - bytes.length);
    Files.write(vae, renamed);
    importAs(request());
    assertFalse(Files.isSymbolicLink(out.resolve("vae.safetensors")));
    List<String> names =
        SafetensorsFile.open(out.resolve("vae.safetensors")).tensors().stream()
            .map(TensorEntry::name)
            .toList();
    assertTrue(names.contains("encoder.mid_block.attentions.0.to_out.0.weight"), names::toString);
    assertFalse(names.toString().contains("proj_attn"), names::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "unet/config.json, '\"use_linear_projection\": false', '\"use_linear_projection\": true',"
        + " proj_in.weight is",
    "unet/config.json, '\"dropout\": 0.0', '\"novelty\": 0.0', novelty",
    "unet/config.json, '\"cross_attention_norm\": null', '\"cross_attention_norm\":"
        + " \"layer_norm\"', cross_attention_norm",
    "unet/config.json, '\"class_embed_type\": null', '\"class_embed_type\": \"timestep\"',"
        + " class_embed_type",
    "unet/config.json, '\"in_channels\": 4', '\"in_channels\": 9', in_channels",
    "unet/config.json, '\"cross_attention_dim\": 32', '\"cross_attention_dim\": 48',"
        + " cross_attention_dim",
    "unet/config.json, '\"layers_per_block\": 1', '\"layers_per_block\": 2', does not fit"
        + " unet_2d_condition",
    "unet/config.json, UpBlock2D, UpBlock3D, up_block_types",
    "vae/config.json, '\"use_quant_conv\": true', '\"use_quant_conv\": false', use_quant_conv",
    "text_encoder/config.json, quick_gelu, relu, hidden_act",
    "text_encoder/config.json, '\"vocab_size\": 804', '\"vocab_size\": 803', vocab.json has more"
        + " tokens",
    "scheduler/scheduler_config.json, scaled_linear, linear, beta_schedule",
    "scheduler/scheduler_config.json, epsilon, sample, prediction_type",
    "scheduler/scheduler_config.json, leading, karras, timestep_spacing",
    "scheduler/scheduler_config.json, '\"trained_betas\": null', '\"rescale_betas_zero_snr\":"
        + " true', rescale_betas_zero_snr",
    "scheduler/scheduler_config.json, '{', '[', not a JSON object",
    "tokenizer/merges.txt, 'r a', 'r zzz', merges.txt",
    "tokenizer/vocab.json, '\"!\": 0', '\"!\": 1', vocab.json",
  })
  void modelThatIsNotStableDiffusionIsRefusedBeforeAnythingIsWritten(
      String file, String right, String wrong, String expected) throws Exception {
    String text = Files.readString(base.resolve(file));
    assertTrue(text.contains(right), text);
    Files.writeString(base.resolve(file), text.replace(right, wrong));
    assertRefused(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "unet, diffusion_pytorch_model.bin",
    "vae, model.ckpt",
    "text_encoder, pytorch_model.pt"
  })
  void folderWithOnlyAPickleIsRefusedWithTheReason(String part, String name) throws Exception {
    try (Stream<Path> files = Files.list(base.resolve(part))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        Files.move(file, base.resolve(part).resolve(name));
      }
    }
    assertRefused("is a pickle, which can run code");
  }

  @Test
  void pickleInTheUnetsPlaceIsRefused() throws Exception {
    Path pickle = Files.writeString(folder.resolve("prism.ckpt"), "x");
    assertRefused(over(pickle), "is a pickle");
  }

  @ParameterizedTest
  @CsvSource({
    "unet/config.json",
    "tokenizer/vocab.json",
    "tokenizer/merges.txt",
    "vae/diffusion_pytorch_model.safetensors",
    "scheduler/scheduler_config.json"
  })
  void whatIsMissingIsNamed(String file) throws Exception {
    Files.delete(base.resolve(file));
    assertRefused(file.endsWith(".safetensors") ? "no safetensors" : file);
  }

  @Test
  void truncatedWeightsAreRefused() throws Exception {
    Path vae = base.resolve("vae/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(vae);
    Files.write(vae, Arrays.copyOf(bytes, bytes.length - 4));
    assertRefused("vae/diffusion_pytorch_model.safetensors");
  }

  @Test
  void folderThatIsThereIsNotTouched() throws Exception {
    Files.createDirectories(out);
    PackException refusal =
        assertThrows(
            PackException.class, () -> PackImport.run(request(), out, (what, done, total) -> {}));
    assertTrue(refusal.getMessage().contains("is there already"), refusal.getMessage());
  }

  @Test
  void importThatFailsHalfwayLeavesNothing() throws Exception {
    Path unet = base.resolve("unet/diffusion_pytorch_model.safetensors");
    SafetensorsWriter writer = SafetensorsWriter.copy(unet, name -> !name.equals("conv_in.bias"));
    writer.add("conv_in.bias", new long[] {8}, new float[] {1e6f, 0, 0, 0, 0, 0, 0, 0});
    writer.write(unet);
    assertRefused(with(Optional.of(WeightType.FP16), Weights.COPY), "conv_in.bias holds 1000000.0");
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void importThatIsInterruptedSaysSoAndLeavesNothing(Weights weights) throws Exception {
    ImportProgress interrupting = (what, done, total) -> Thread.currentThread().interrupt();
    PackException end =
        assertThrows(
            PackException.class,
            () -> PackImport.run(with(Optional.empty(), weights), out, interrupting));
    assertTrue(Thread.interrupted(), "who interrupted is not kept from knowing");
    assertEquals("interrupted: no pack was made", end.getMessage());
    assertNothingLeft();
  }

  @Test
  void progressRisesToTheEnd() throws Exception {
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    PackImport.run(
        request(),
        out,
        (what, bytes, total) -> {
          done.add(bytes);
          totals.add(total);
        });
    assertEquals(done.stream().sorted().toList(), done);
    assertEquals(totals.get(0), done.get(done.size() - 1));
  }

  private ImportRequest request() {
    return with(Optional.empty(), Weights.LINK);
  }

  private ImportRequest over(Path unet) {
    return new ImportRequest(
        base,
        Optional.of(unet),
        Optional.empty(),
        Weights.LINK,
        Optional.empty(),
        Optional.empty(),
        identity());
  }

  private ImportRequest with(Optional<WeightType> precision, Weights weights) {
    return new ImportRequest(
        base, Optional.empty(), precision, weights, Optional.empty(), Optional.empty(), identity());
  }

  private static ImportRequest.Identity identity() {
    return new ImportRequest.Identity("tiny", "1.0", "GPL-3.0-or-later");
  }

  private void importAs(ImportRequest request) throws PackException {
    PackImport.run(request, out, (what, done, total) -> {});
  }

  private void assertRefused(String part) throws Exception {
    if (Files.exists(out)) {
      out = folder.resolve("another");
    }
    assertRefused(request(), part);
  }

  private void assertRefused(ImportRequest request, String part) {
    PackException refusal = assertThrows(PackException.class, () -> importAs(request));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
    assertNothingLeft();
  }

  private void assertNothingLeft() {
    assertFalse(Files.exists(out));
    try (Stream<Path> left = Files.list(folder)) {
      assertFalse(left.anyMatch(path -> path.toString().contains("unfinished")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file);
        JsonReader reader = Json.createReader(in)) {
      return reader.readObject();
    }
  }
}
