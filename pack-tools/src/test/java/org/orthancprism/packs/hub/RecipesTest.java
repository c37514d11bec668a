// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What packs are made of, by name. */
class RecipesTest {

  @Test
  void theShippedOnesSayWhatTheyAre() throws Exception {
    Recipes recipes = Recipes.shipped();
    assertEquals(List.of("prism", "roentgen-v2", "sd-1.5"), recipes.names());
    Recipe prism = Recipe.of("prism", recipes);
    assertEquals("amar-kr/PRISM", prism.unet().orElseThrow().name().toString());
    for (String name : recipes.names()) {
      assertTrue(Recipe.of(name, recipes).about().length() > 20, name);
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    HubException refusal =
        assertThrows(HubException.class, () -> Recipe.of("prisma", Recipes.shipped()));
    assertTrue(refusal.getMessage().contains("prism, roentgen-v2, sd-1.5"), refusal::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hf:prism", "hf:a/../b", "hf:../x", "hf:a/b/../c.safetensors", "hf:/a", "hf:"})
  void aNameThatNoHubGivesIsRefused(String name) {
    assertThrows(HubException.class, () -> Recipe.of(name, Recipes.shipped()));
  }

  @Test
  void anotherRevisionIsThatOfTheModelThatTheRecipeIsAbout() throws Exception {
    Recipe prism = Recipe.of("prism", Recipes.shipped()).at("v2");
    assertEquals("main", prism.base().revision());
    assertEquals("v2", prism.unet().orElseThrow().revision());
    assertThrows(HubException.class, () -> prism.at("../x"));
  }

  @Test
  void aFileOfOnesOwnTakesTheirPlaceAndAFaultInItIsNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("recipes.json");
    Files.writeString(
        file, "{\"ours\": {\"base\": {\"model\": \"lab/sd\", \"revision\": \"v1\"}}}");
    assertEquals("v1", Recipe.of("ours", Recipes.in(file)).base().revision());
    Files.writeString(file, "{\"ours\": {}}");
    HubException refusal = assertThrows(HubException.class, () -> Recipes.in(file));
    assertTrue(refusal.getMessage().contains("recipes.json"), refusal::getMessage);
  }
}
