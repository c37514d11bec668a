// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.weights.TensorConversion;

/** LoRAs are merged as diffusers fuses them, or refused with every key that does not fit. */
class LoraImportTest {

  /** Of the greatest weight of a tensor: both sums are made in float32. */
  private static final double TOLERANCE = 1e-6;

  private static final String ATTENTION = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.";
  private static final String QUERIES = ATTENTION + "to_q";
  private static final String KOHYA =
      "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.";
  private static final String LAYER = "text_model.encoder.layers.0.self_attn.";

  /** Side of the weights of the layers above. */
  private static final int UNET_WIDTH = 8;

  private static final int TEXT_WIDTH = 32;

  @TempDir private Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeModel() throws Exception {
    base = TinyStableDiffusion.write(folder.resolve("sd"));
    out = folder.resolve("pack");
  }

  @ParameterizedTest
  @CsvSource({"kohya, kohya:-0.4", "peft+kohya, peft:0.7 kohya:-0.4"})
  void mergedWeightsAreThoseThatDiffusersFuses(String golden, String loras) throws Exception {
    importAs(
        Optional.empty(),
        Arrays.stream(loras.split(" "))
            .map(lora -> Golden.path("lora").resolve(lora.replace(":", ".safetensors:")).toString())
            .toArray(String[]::new));
    int compared = 0;
    for (TensorEntry fused :
        SafetensorsFile.open(Golden.path("lora/fused.safetensors")).tensors()) {
      if (fused.name().startsWith(golden + ":")) {
        String part = fused.name().substring(golden.length() + 1, fused.name().indexOf('.'));
        String name = fused.name().substring(fused.name().indexOf('.') + 1);
        float[] expected = values(Golden.path("lora/fused.safetensors"), fused.name());
        double error =
            Golden.relativeError(expected, values(out.resolve(part + ".safetensors"), name));
        assertTrue(error <= TOLERANCE, fused.name() + " differs by " + error);
        compared++;
      }
    }
    assertEquals(13, compared);
    Pack.load(out);
  }

  @Test
  void onlyNetworksThatALoraChangesAreWrittenInFp32() throws Exception {
    importAs(Optional.empty(), lora(QUERIES + ".lora_A", QUERIES + ".lora_B", UNET_WIDTH) + ":1");
    assertEquals(Set.of(ElementType.F32), types("unet"));
    assertTrue(Files.isSymbolicLink(out.resolve("text_encoder.safetensors")));
    assertTrue(Files.isSymbolicLink(out.resolve("vae.safetensors")));
  }

  @Test
  void fp16IsWrittenWhereItIsAskedFor() throws Exception {
    importAs(
        Optional.of(WeightType.FP16), lora(QUERIES + ".lora_A", QUERIES + ".lora_B", UNET_WIDTH));
    assertEquals(Set.of(ElementType.F16), types("unet"));
    assertAdded(1, "unet", QUERIES, 2e-3);
  }

  @Test
  void packRecordsEachLora() throws Exception {
    String kohya = Golden.path("lora/kohya.safetensors").toString();
    importAs(Optional.empty(), kohya + ":0.5", Golden.path("lora/peft.safetensors").toString());
    try (InputStream in = Files.newInputStream(out.resolve("pack.json"));
        JsonReader reader = Json.createReader(in)) {
      List<JsonObject> loras =
          reader.readObject().getJsonArray("loras").getValuesAs(JsonObject.class);
      assertEquals(
          List.of("kohya.safetensors", "peft.safetensors"),
          loras.stream().map(lora -> lora.getString("file")).toList());
      assertEquals(
          DigestUtils.sha256Hex(Files.readAllBytes(Path.of(kohya))),
          loras.get(0).getString("digest"));
      assertEquals(0.5, loras.get(0).getJsonNumber("scale").doubleValue());
      assertEquals(1, loras.get(1).getJsonNumber("scale").doubleValue());
    }
  }

  /** Every spelling of the same two layers, with matrices whose product is 1 everywhere. */
  @ParameterizedTest
  @CsvSource({
    "unet, '', to_q.lora_A, to_q.lora_B",
    "unet, unet., to_q.lora_A.default, to_q.lora_B.default",
    "unet, unet., to_q.lora.down, to_q.lora.up",
    "unet, unet., to_q.lora_down, to_q.lora_up",
    "unet, unet., processor.to_q_lora.down, processor.to_q_lora.up",
    "unet, unet., processor.to_out_lora.down, processor.to_out_lora.up",
    "text_encoder, text_encoder., q_proj.lora_linear_layer.down, q_proj.lora_linear_layer.up",
    "text_encoder, text_encoder., to_q_lora.down, to_q_lora.up",
    "text_encoder, text_encoder., to_out_lora.down, to_out_lora.up",
    "text_encoder, '', q_proj.lora_A, q_proj.lora_B"
  })
  void layersAreFoundUnderAllTheirNames(String part, String prefix, String down, String up)
      throws Exception {
    boolean isUnet = part.equals("unet");
    String within = prefix + (isUnet ? ATTENTION : LAYER);
    importAs(Optional.empty(), lora(within + down, within + up, isUnet ? UNET_WIDTH : TEXT_WIDTH));
    boolean isOut = down.contains("out");
    assertAdded(
        1,
        part,
        isUnet
            ? ATTENTION + (isOut ? "to_out.0" : "to_q")
            : LAYER + (isOut ? "out_proj" : "q_proj"),
        TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora_te_", "lora_te1_"})
  void textEncodersLayersAreFoundUnderBothOfKohyasNames(String prefix) throws Exception {
    String layer = prefix + (LAYER + "q_proj").replace('.', '_');
    importAs(Optional.empty(), lora(layer + ".lora_down", layer + ".lora_up", TEXT_WIDTH));
    assertAdded(1, "text_encoder", LAYER + "q_proj", TOLERANCE);
  }

  /** diffusers takes the most frequent alpha for all of a file's attention layers. */
  @Test
  void eachLayerHasItsOwnAlphaAndRank() throws Exception {
    Path file =
        writer(KOHYA + "lora_down", KOHYA + "lora_up", UNET_WIDTH, 2)
            .add(KOHYA + "alpha", new long[] {}, new float[] {3})
            .write(folder.resolve("alpha.safetensors"));
    importAs(Optional.empty(), file + ":0.5");
    // Two ranks of ones give 2; alpha over rank is 3 / 2.
    assertAdded(2 * 1.5 * 0.5, "unet", QUERIES, TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"lora_alpha\": 6}', 6",
    "'{\"lora_alpha\": 6, \"use_rslora\": true}', 8.485281",
    "'{\"lora_alpha\": 6, \"alpha_pattern\": {\"attn1.to_q\": 3}}', 3"
  })
  void alphaOfPeftsOwnFilesIsInTheirConfiguration(String config, double added) throws Exception {
    Path own = folder.resolve("peft/adapter_model.safetensors");
    String layer = "base_model.model." + QUERIES;
    writer(layer + ".lora_A", layer + ".lora_B", UNET_WIDTH, 2).write(own);
    assertRefused("put that file beside it", own.toString());
    Files.writeString(own.resolveSibling("adapter_config.json"), config);
    importAs(Optional.empty(), own.toString());
    assertAdded(added, "unet", QUERIES, TOLERANCE);
  }

  @Test
  void everyKeyThatDoesNotFitIsNamed() {
    SafetensorsWriter writer = writer(KOHYA + "lora_down", KOHYA + "lora_up", UNET_WIDTH, 1);
    for (int block = 0; block < 30; block++) {
      String layer = "lora_unet_input_blocks_" + block + "_1_proj_in";
      writer.add(layer + ".lora_down.weight", new long[] {1, 8}, new float[8]);
      writer.add(layer + ".lora_up.weight", new long[] {8, 1}, new float[8]);
    }
    writer.add("lora_te2_x.alpha", new long[] {1}, new float[1]);
    PackException refusal = assertRefused("x.safetensors can't be merged", write(writer));
    String message = String.valueOf(refusal.getMessage());
    assertEquals(61, message.lines().filter(line -> line.contains("fits nowhere: ")).count());
    assertTrue(message.contains("lora_unet_input_blocks_29_1_proj_in.lora_up.weight [8, 1]"));
    assertFalse(message.contains(KOHYA), message);
  }

  @ParameterizedTest
  @CsvSource({
    "dora_scale, DoRA is not supported",
    "lora_magnitude_vector, DoRA is not supported",
    "hada_w1_a, LoHa is not supported",
    "lokr_w1, LoKr is not supported",
    "lora_mid.weight, LoCon with a Tucker decomposition is not supported",
    "diff, difference of a whole weight is not supported",
    "lora_B.bias, LoRA with biases is not supported"
  })
  void otherAdaptersAreNamed(String key, String reason) {
    SafetensorsWriter writer = writer(KOHYA + "lora_down", KOHYA + "lora_up", UNET_WIDTH, 1);
    writer.add(KOHYA + key, new long[] {8, 1}, new float[8]);
    assertRefused(reason + ": " + KOHYA + key, write(writer));
  }

  @Test
  void matricesOfAnotherShapeAndWithoutACounterpartAreNamed() {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(KOHYA + "lora_down.weight", new long[] {1, 9}, new float[9]);
    writer.add(KOHYA + "lora_up.weight", new long[] {8, 2}, new float[16]);
    writer.add("unet.conv_out.lora_A.weight", new long[] {1, 8, 3, 3}, new float[72]);
    String message = assertRefused("shape: ", write(writer)).getMessage();
    assertTrue(message.contains(KOHYA + "lora_down.weight is [1, 9], not [1, 8]"), message);
    assertTrue(message.contains(KOHYA + "lora_up.weight is [8, 2], not [8, 1]"), message);
    assertTrue(message.contains("counterpart: unet.conv_out.lora_A.weight"), message);
  }

  @Test
  void whatIsNoLoraOrHoldsNoNumbersIsRefused() throws Exception {
    assertRefused("holds no LoRA", write(new SafetensorsWriter()));
    assertRefused("is a pickle", Files.writeString(folder.resolve("style.pt"), "x") + ":0.5");
    assertRefused("there is no file", folder.resolve("none.safetensors").toString());
    float[] broken = new float[UNET_WIDTH];
    broken[3] = Float.NaN;
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(KOHYA + "lora_down.weight", new long[] {1, UNET_WIDTH}, broken);
    writer.add(KOHYA + "lora_up.weight", new long[] {UNET_WIDTH, 1}, new float[UNET_WIDTH]);
    assertRefused(KOHYA + "lora_down.weight holds a value that is not a number", write(writer));
  }

  @Test
  void scaleFollowsTheLastColon() {
    assertEquals(
        new ImportRequest.Lora(Path.of("a.safetensors"), 1),
        ImportRequest.Lora.parse("a.safetensors"));
    assertEquals(
        new ImportRequest.Lora(Path.of("b:c.safetensors"), 1),
        ImportRequest.Lora.parse("b:c.safetensors"));
    assertEquals(
        new ImportRequest.Lora(Path.of("a.safetensors"), -0.25),
        ImportRequest.Lora.parse("a.safetensors:-0.25"));
    for (String scale : List.of("NaN", "Infinity", "0", "", "much")) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> ImportRequest.Lora.parse("a.safetensors:" + scale));
      assertTrue(refusal.getMessage().contains("for example 0.8"), refusal.getMessage());
    }
  }

  private String lora(String down, String up, int width) {
    return write(writer(down, up, width, 1));
  }

  /** Matrices of ones. */
  private static SafetensorsWriter writer(String down, String up, int width, int rank) {
    float[] ones = new float[width * rank];
    Arrays.fill(ones, 1);
    return new SafetensorsWriter()
        .add(down + ".weight", new long[] {rank, width}, ones)
        .add(up + ".weight", new long[] {width, rank}, ones);
  }

  private String write(SafetensorsWriter writer) {
    return writer.write(folder.resolve("x.safetensors")).toString();
  }

  private void importAs(Optional<WeightType> precision, String... loras) throws PackException {
    ImportRequest request =
        new ImportRequest(
            base,
            Optional.empty(),
            precision,
            ImportRequest.Weights.LINK,
            Optional.empty(),
            Optional.empty(),
            Arrays.stream(loras).map(ImportRequest.Lora::parse).toList(),
            new ImportRequest.Identity("tiny", "1.0", "GPL-3.0-or-later"));
    PackImport.run(request, out, (what, done, total) -> {});
  }

  private PackException assertRefused(String part, String lora) {
    PackException refusal =
        assertThrows(PackException.class, () -> importAs(Optional.empty(), lora));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
    assertFalse(Files.exists(out));
    return refusal;
  }

  /** Every weight of a layer has grown by a number. */
  private void assertAdded(double added, String part, String layer, double tolerance)
      throws PackException {
    String file = part.equals("unet") ? "diffusion_pytorch_model" : "model";
    Path source = base.resolve(part).resolve(file + ".safetensors");
    float[] expected = values(source, layer + ".weight");
    for (int i = 0; i < expected.length; i++) {
      expected[i] += (float) added;
    }
    float[] merged = values(out.resolve(part + ".safetensors"), layer + ".weight");
    double error = Golden.relativeError(expected, merged);
    assertTrue(error <= tolerance, layer + " differs by " + error);
  }

  private Set<ElementType> types(String part) throws PackException {
    Set<ElementType> types = new HashSet<>();
    SafetensorsFile.open(out.resolve(part + ".safetensors"))
        .tensors()
        .forEach(tensor -> types.add(tensor.type()));
    return types;
  }

  private static float[] values(Path file, String name) throws PackException {
    SafetensorsFile tensors = SafetensorsFile.open(file);
    TensorEntry entry =
        tensors.tensors().stream()
            .filter(tensor -> tensor.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " is not in " + file));
    return TensorConversion.floats(entry, tensors.map(entry));
  }
}
