// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.fixture.TinyTowers;

class PackTest {

  private static final String NO_FILE = "0".repeat(64);

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void writePack() throws IOException {
    folder = Files.createDirectory(parent.resolve("pack"));
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
  }

  @Test
  void packTellsWhatItsManifestSays() throws Exception {
    Pack pack = Pack.load(folder);
    assertEquals("tiny", pack.name());
    assertEquals("0.0.1", pack.version());
    assertEquals("GPL-3.0-or-later", pack.licence());
    assertEquals(TinyPacks.sha256(Files.readAllBytes(folder.resolve("pack.json"))), pack.digest());
    assertEquals(
        List.of("Support Devices", "Pleural Effusion"),
        pack.findings().stream().map(Finding::name).toList());
    EditableFinding effusion = pack.editable(pack.findings().get(1));
    assertEquals(Set.of(Direction.REMOVE, Direction.ADD), effusion.directions());
    assertEquals(Compositing.RESIDUAL, effusion.compositing());
    assertEquals(
        new Captions.Instruction("remove {finding}", "add {finding}", "no change"),
        pack.manifest().captions());
    assertEquals("unet_2d_condition", pack.module("unet").architecture());
  }

  @Test
  void folderWithoutManifestIsNamed() {
    assertRefused(parent, "pack.json", parent.toString());
    assertRefused(parent.resolve("nowhere"), "pack.json", "nowhere");
  }

  @Test
  void alteredFileIsNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("unet.safetensors"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve("unet.safetensors"), bytes);
    assertRefused(folder, "unet.safetensors was altered", "copy the pack again");
  }

  @Test
  void missingFileIsNamed() throws Exception {
    Files.delete(folder.resolve("tokenizer.json"));
    assertRefused(folder, "tokenizer.json is missing", "copy the pack again");
  }

  @Test
  void unlistedFileIsNamedWhereverItStands() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/notes.txt"), "hello");
    assertRefused(folder, "a/b/notes.txt is not listed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet.bin", "model.ckpt", "unet.pt", "weights.pth", "x.PKL"})
  void pickleIsRefusedListedOrNot(String name) throws Exception {
    Files.writeString(folder.resolve(name), "x");
    assertRefused(folder, name, "pickle", "safetensors");
    TinyPacks.rewrite(folder, manifest(), Map.of());
    assertRefused(folder, name, "pickle", "safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugin.jar", "run.sh", "lib.so", "layer.py"})
  void whatCouldCarryCodeIsRefusedEvenWhenListed(String name) throws Exception {
    Files.writeString(folder.resolve(name), "x");
    TinyPacks.rewrite(folder, manifest(), Map.of());
    assertRefused(folder, name, "not of a kind that a pack holds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "/etc/passwd.txt",
        "a/../b.txt",
        "./b.txt",
        "",
        "a\\b.txt",
        "pack.json",
        "a//b.txt",
        "b\u0000.txt"
      })
  void pathThatLeavesThePackIsRefused(String name) throws Exception {
    Files.writeString(parent.resolve("secret.txt"), "x");
    TinyPacks.rewrite(folder, manifest(), Map.of(name, NO_FILE));
    assertRefused(folder, "'" + name + "'", "not a plain path");
  }

  @Test
  void linkedFileIsHeldAgainstItsDigestToo() throws Exception {
    Path unet = folder.resolve("unet.safetensors");
    Path elsewhere = Files.move(unet, parent.resolve("elsewhere.safetensors"));
    Files.createSymbolicLink(unet, elsewhere);
    assertEquals("tiny", Pack.load(folder).name());
    Files.writeString(elsewhere, "other");
    assertRefused(folder, "unet.safetensors was altered");
  }

  @Test
  void weightsWithoutDigestAreRefused() throws Exception {
    String text = Files.readString(folder.resolve("pack.json"));
    Files.writeString(
        folder.resolve("pack.json"),
        text.replace("\"weights\":\"unet.safetensors\"", "\"weights\":\"other.safetensors\""));
    assertRefused(folder, "other.safetensors", "list it in files");
  }

  @Test
  void wrongManifestSaysWhereItIsWrong() throws Exception {
    assertRefusedWith("\"format\":1", "\"format\":2", "format 2", "update the program");
    assertRefusedWith("\"steps\":1", "\"steps\":\"one\"", "sampling.steps must be a number");
    assertRefusedWith("\"steps\":1", "\"steps\":0", "1 to 1000 steps");
    assertRefusedWith("\"code\":\"Device\"", "\"kode\":1", "findings[0].code must be a text");
    assertRefusedWith("\"replacement\"", "\"magic\"", "findings[0].compositing");
    assertRefusedWith("[\"remove\"]", "[\"remove\",\"fly\"]", "findings[0].directions");
    assertRefusedWith(
        "\"presentFrom\":0.003",
        "\"presentFrom\":0.003,\"certainFrom\":0.4",
        "findings[0].certainFrom must be a probability from 0.5 to 1");
    assertRefusedWith(
        "\"presentFrom\":0.003",
        "\"presentFrom\":0.003,\"limits\":{\"changed\":1.5}",
        "limits.changed lies in [0, 1]");
    assertRefusedWith(
        "\"directions\":[\"remove\",\"add\"]",
        "\"directions\":[\"remove\",\"add\"],\"sizes\":[\"huge\"]",
        "findings[1].sizes must be a list of small, large");
    assertRefusedWith(
        "\"directions\":[\"remove\"]",
        "\"directions\":[\"remove\"],\"sides\":[\"left\"]",
        "never added has no size and no side");
    assertRefusedWith("\"cosine\"", "\"tangent\"", "scheduler.kind");
    assertRefusedWith("image-conditioned", "inpainting", "editor");
    assertRefusedWith("\"kind\":\"instruction\"", "\"kind\":\"song\"", "captions.kind");
    assertRefusedWith("{", "[", "not a JSON object");
    assertRefusedWith("\"resolution\":64", "\"resolution\":6.5", "resolution must be a whole");
  }

  @Test
  void limitsOfAFindingAreReadAndThoseLeftOutAreTheUsual() throws Exception {
    assertEquals(
        EditableFinding.Limits.DEFAULT, Pack.load(folder).manifest().findings().get(0).limits());
    Path manifest = folder.resolve("pack.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace(
                "\"presentFrom\":0.003",
                "\"presentFrom\":0.003,\"limits\":{\"outsideThorax\":1,\"changed\":0.25}"));
    assertEquals(
        new EditableFinding.Limits(1, 0.25, EditableFinding.Limits.DEFAULT.otherFindings()),
        Pack.load(folder).manifest().findings().get(0).limits());
  }

  @Test
  void packTellsHowItsClassifierAndClipSeeFilms() throws Exception {
    assertEquals(List.of(), Pack.load(folder).manifest().classifiers());
    assertEquals(Optional.empty(), Pack.load(folder).manifest().clip());
    TinyTowers.addClassifier(folder, "Edema", "Pleural Effusion", "Mass", "", "Hernia");
    TinyTowers.addClip(folder);
    PackManifest manifest = Pack.load(folder).manifest();
    assertEquals(
        List.of(
            new ClassifierSpec(
                "classifier",
                List.of("Edema", "Pleural Effusion", "Mass", "", "Hernia"),
                64,
                -1024,
                1024,
                List.of())),
        manifest.classifiers());
    assertEquals(
        new ClipSpec(32, List.of(0.48, 0.46, 0.41), List.of(0.27, 0.26, 0.28)),
        manifest.clip().orElseThrow());
  }

  @Test
  void wrongClassifierSaysWhereItIsWrong() throws Exception {
    TinyTowers.addClassifier(folder, "Edema", "Pleural Effusion", "Mass", "", "Hernia");
    assertRefusedWith("\"labels\":[", "\"names\":[", "classifier.labels must be a list");
    assertRefusedWith("\"Mass\"", "\"pleural_effusion\"", "listed twice: pleural_effusion");
    assertRefusedWith("[-1024,1024]", "[1024]", "classifier.range must be a list of two numbers");
    assertRefusedWith("[-1024,1024]", "[1024,-1024]", "range rises");
    assertRefusedWith("64,\"range\"", "8,\"range\"", "classifier's resolution");
    assertRefusedWith("\"classifier\":{\"labels\"", "\"c\":{\"labels\"", "classifier is missing");
    assertRefusedWith(
        "\"classifier\":{\"architecture\"",
        "\"c\":{\"architecture\"",
        "modules.classifier is missing");
    assertRefusedWith(
        "\"classifier\":{\"labels\"",
        "\"classifier\":[],\"c\":{\"labels\"",
        "classifier is missing");
    assertRefusedWith(
        "\"classifier\":{\"labels\"",
        "\"classifier\":[7],\"c\":{\"labels\"",
        "classifier must be a list of objects");
  }

  @Test
  void twoClassifiersThatTellTheSameOrOfOneModuleAreRefused() throws Exception {
    TinyTowers.addClassifier(folder, "Edema", "", "", "", "");
    String one =
        "{\"labels\":[\"Edema\",\"\",\"\",\"\",\"\"],\"resolution\":64,\"range\":[-1024,1024]}";
    String other = one.replace("Edema", "Mass");
    assertRefusedWith(one, "[" + one + "," + other + "]", "the same module: classifier");
    assertRefusedWith(
        one,
        "[" + one + "," + one.replace("{", "{\"module\":\"vae\",") + "]",
        "the same label: edema");
  }

  @Test
  void wrongClipSaysWhereItIsWrong() throws Exception {
    TinyTowers.addClip(folder);
    assertRefusedWith("[0.48,0.46,0.41]", "[0.48]", "one number for each channel");
    assertRefusedWith("[0.27,0.26,0.28]", "[0.27,0,0.28]", "std is above 0");
    assertRefusedWith("\"mean\"", "\"means\"", "clip.mean must be a list");
    assertRefusedWith("\"clip_text\":{", "\"text\":{", "modules.clip_text is missing");
    assertRefusedWith("\"clip\":{", "\"c\":{", "clip is missing");
  }

  @Test
  void networksThatDontFitAreRefusedWhenTheEditorOpens() throws Exception {
    replace("\"num_attention_heads\":[2.0]", "\"heads\":[2.0]");
    assertOpenRefused("unet.safetensors", "num_attention_heads");
    replace("\"heads\":[2.0]", "\"num_attention_heads\":[3.0]");
    assertOpenRefused("unet.safetensors does not fit");
    replace("\"num_attention_heads\":[3.0]", "\"num_attention_heads\":[2.0]");
    replace("\"unet_2d_condition\"", "\"unet_9d\"");
    assertOpenRefused("'unet_9d'");
    replace("\"unet_9d\"", "\"unet_2d_condition\"");
    replace("\"unet\":{", "\"net\":{");
    assertOpenRefused("has no module unet");
  }

  private void assertOpenRefused(String... parts) throws Exception {
    Pack pack = Pack.load(folder);
    PackException refusal =
        assertThrows(PackException.class, () -> CounterfactualEditors.open(pack));
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }

  private void assertRefusedWith(String right, String wrong, String... parts) throws Exception {
    String text = Files.readString(folder.resolve("pack.json"));
    replace(right, wrong);
    assertRefused(folder, parts);
    Files.writeString(folder.resolve("pack.json"), text);
  }

  private void replace(String from, String to) throws IOException {
    String text = Files.readString(folder.resolve("pack.json"));
    assertTrue(text.contains(from), from + " is not in " + text);
    Files.writeString(folder.resolve("pack.json"), text.replace(from, to));
  }

  private JsonObject manifest() throws IOException {
    try (JsonReader reader = Json.createReader(Files.newInputStream(folder.resolve("pack.json")))) {
      return Json.createObjectBuilder(reader.readObject())
          .add("files", JsonValue.EMPTY_JSON_OBJECT)
          .build();
    }
  }

  private static void assertRefused(Path folder, String... parts) {
    PackException refusal = assertThrows(PackException.class, () -> Pack.load(folder));
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }
}
