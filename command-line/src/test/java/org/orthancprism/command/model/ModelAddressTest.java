// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAddressTest {

  @TempDir private Path folder;

  private void assertNotOpened(String why, String address) {
    ModelException refused =
        assertThrows(ModelException.class, () -> new ModelAddress("mine", address).open(List.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void theNameStandsBeforeTheFirstEqualsSign() {
    assertEquals(
        new ModelAddress("my-model.2", "a=b.onnx"), ModelAddress.parse("my-model.2=a=b.onnx"));
  }

  @Test
  void whatIsNoNameWithAnAddressIsRefused() {
    for (String wrong :
        List.of("model.onnx", "=model.onnx", "mine=", "../mine=a.onnx", "pack=a.onnx")) {
      assertThrows(IllegalArgumentException.class, () -> ModelAddress.parse(wrong), wrong);
    }
  }

  @Test
  void whatCantBeOpenedIsRefusedWithTheReason() throws Exception {
    assertNotOpened("there is no file", folder.resolve("none.onnx").toString());
    assertNotOpened("0 safetensors files", folder.toString());
    assertNotOpened("write its address into NAME.json", "https://models.example.org/predict");
    assertNotOpened("is no folder, .safetensors, .onnx or .json file", file("a.pt", ""));
  }

  @Test
  void aModelNeedsTheJsonThatDescribesIt() throws Exception {
    String onnx = file("model.onnx", "");
    assertNotOpened("model.json, which describes the model, can't be read", onnx);
    file("model.json", "[]");
    assertNotOpened("is no JSON object", onnx);
  }

  @Test
  void aSlipInTheJsonIsNamed() throws Exception {
    String onnx = file("model.onnx", "");
    file("model.json", "{\"labels\": [\"Edema\"], \"range\": [0, 1], \"activaton\": \"none\"}");
    assertNotOpened("has activaton; it may have [activation", onnx);
    file("model.json", "{\"labels\": [\"Edema\"], \"range\": [0, 1], \"activation\": \"relu\"}");
    assertNotOpened("activation must be one of [none, sigmoid, softmax]", onnx);
    file("model.json", "{\"labels\": [\"Edema\"], \"range\": [1, 1], \"activation\": \"none\"}");
    assertNotOpened("range must be two numbers that rise", onnx);
    file(
        "model.json",
        "{\"labels\": [\"Edema\"], \"mean\": [0.5], \"std\": [0], \"activation\": \"none\"}");
    assertNotOpened("std must be", onnx);
  }

  @Test
  void aTokenIsSentOverHttpsOnlyAndNoUserStandsInTheAddress() throws Exception {
    file("token", "secret\n");
    String rest = ", \"post\": \"png\", \"probabilities\": {\"Edema\": \"/0\"}";
    assertNotOpened(
        "url must be https",
        file(
            "open.json", "{\"url\": \"http://192.0.2.1/\", \"tokenFile\": \"token\"" + rest + "}"));
    assertNotOpened(
        "without a user",
        file("user.json", "{\"url\": \"https://me:secret@192.0.2.1/\"" + rest + "}"));
  }
}
