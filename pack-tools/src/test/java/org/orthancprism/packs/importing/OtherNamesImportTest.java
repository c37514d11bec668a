// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

/** The same model under the names that other versions and trainings give its files and tensors. */
class OtherNamesImportTest {

  @TempDir private Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeModel() throws Exception {
    base = TinyStableDiffusion.write(folder.resolve("sd"));
    out = folder.resolve("pack");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tokenizerInOneFileIsAsGood(boolean mergesAreTexts) throws Exception {
    String one = Files.readString(Golden.path("tokenizer/tokenizer.json"));
    JsonObject model = json(Golden.path("tokenizer/tokenizer.json")).getJsonObject("model");
    if (mergesAreTexts) {
      JsonArrayBuilder texts = Json.createArrayBuilder();
      for (JsonArray pair : model.getJsonArray("merges").getValuesAs(JsonArray.class)) {
        texts.add(pair.getString(0) + " " + pair.getString(1));
      }
      JsonObject whole = json(Golden.path("tokenizer/tokenizer.json"));
      one =
          Json.createObjectBuilder(whole)
              .add("model", Json.createObjectBuilder(model).add("merges", texts))
              .build()
              .toString();
    }
    Files.delete(base.resolve("tokenizer/vocab.json"));
    Files.delete(base.resolve("tokenizer/merges.txt"));
    Files.writeString(base.resolve("tokenizer/tokenizer.json"), one);
    importBase();
    assertEquals(
        json(Golden.path("tokenizer/tokenizer.json")), json(out.resolve("tokenizer.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "</w>, </x>, is not CLIP's",
    "'\"type\":\"BPE\"', '\"type\":\"WordPiece\"', WordPiece",
    "'\"merges\":[', '\"merges\":[[\"zz\",\"zzz\"],', zz zzz"
  })
  void tokenizerInOneFileThatIsNotClipsIsRefused(String right, String wrong, String reason)
      throws Exception {
    String one = Files.readString(Golden.path("tokenizer/tokenizer.json"));
    Files.delete(base.resolve("tokenizer/vocab.json"));
    Files.delete(base.resolve("tokenizer/merges.txt"));
    assertTrue(one.contains(right), one);
    Files.writeString(base.resolve("tokenizer/tokenizer.json"), one.replace(right, wrong));
    assertRefused(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "text_encoder/model, text_model.,''",
    "text_encoder/model, text_model., text_encoder.text_model.",
    "text_encoder/model, '', module.",
    "unet/diffusion_pytorch_model, '', module.",
    "vae/diffusion_pytorch_model, '', _orig_mod."
  })
  void tensorsUnderOtherPrefixesGetTheirNames(String file, String prefix, String written)
      throws Exception {
    Path weights = base.resolve(file + ".safetensors");
    List<String> names = names(weights);
    SafetensorsWriter writer = SafetensorsWriter.copy(weights, name -> false);
    SafetensorsFile.open(weights)
        .forEach(
            (entry, data) -> {
              byte[] bytes = new byte[data.remaining()];
              data.get(bytes);
              long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
              String name =
                  entry.name().startsWith(prefix)
                      ? written + entry.name().substring(prefix.length())
                      : entry.name();
              writer.add(name, entry.type().name(), shape, bytes);
            });
    writer.write(weights);
    assertNotEquals(names, names(weights));
    importBase();
    Pack.load(out);
    assertEquals(
        names.stream().filter(name -> !name.endsWith("position_ids")).sorted().toList(),
        names(out.resolve(file.substring(0, file.indexOf('/')) + ".safetensors")).stream()
            .sorted()
            .toList());
  }

  private static List<String> names(Path weights) throws PackException {
    return SafetensorsFile.open(weights).tensors().stream().map(TensorEntry::name).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"diffusion_pytorch_model.non_ema", "model.ema", "unet"})
  void onlyWeightsOfAFolderAreTakenWhateverTheirName(String name) throws Exception {
    Path unet = base.resolve("unet");
    Files.move(
        unet.resolve("diffusion_pytorch_model.safetensors"), unet.resolve(name + ".safetensors"));
    importBase();
    assertEquals(
        unet.resolve(name + ".safetensors").toRealPath(),
        out.resolve("unet.safetensors").toRealPath());
  }

  @Test
  void weightsAmongWhichNobodyCanChooseAreRefusedWithTheirNames() throws Exception {
    Path unet = base.resolve("unet");
    Path weights = unet.resolve("diffusion_pytorch_model.safetensors");
    Files.copy(weights, unet.resolve("a.ema.safetensors"));
    Files.move(weights, unet.resolve("a.non_ema.safetensors"));
    assertRefused("a.ema.safetensors, a.non_ema.safetensors");
  }

  @Test
  void partsOfWeightsWithoutTheirIndexAreRefusedAsSuch() throws Exception {
    Path unet = base.resolve("unet");
    Files.move(
        unet.resolve("diffusion_pytorch_model.safetensors"),
        unet.resolve("diffusion_pytorch_model-00001-of-00002.safetensors"));
    assertRefused("without their index");
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
            new ImportRequest.Identity("tiny", "1.0", "GPL-3.0-or-later"));
    PackImport.run(request, out, (what, done, total) -> {});
  }

  private void assertRefused(String part) {
    PackException refusal = assertThrows(PackException.class, this::importBase);
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
    assertFalse(Files.exists(out));
  }

  private static JsonObject json(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file);
        JsonReader reader = Json.createReader(in)) {
      return reader.readObject();
    }
  }
}
