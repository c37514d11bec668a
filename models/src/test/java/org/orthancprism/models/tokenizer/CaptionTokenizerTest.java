// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.TokenizerSpec;

class CaptionTokenizerTest {

  @TempDir private Path folder;

  @Test
  void shortCaptionIsPaddedWithThePacksToken() throws Exception {
    try (CaptionTokenizer tokenizer = open(8, 9)) {
      assertArrayEquals(
          new long[] {2, 6, 7, 9, 9, 9, 9, 9}, tokenizer.encode("remove support devices"));
    }
  }

  @Test
  void longCaptionIsCut() throws Exception {
    try (CaptionTokenizer tokenizer = open(3, 0)) {
      assertArrayEquals(
          new long[] {2, 8, 9}, tokenizer.encode("Remove pleural effusion, support devices"));
    }
  }

  @Test
  void wordsAreToldApartBetweenStartAndEndAlone() throws Exception {
    try (CaptionTokenizer tokenizer = open(8, 9)) {
      assertTrue(tokenizer.words("remove support devices").isEmpty(), "no start and no end");
    }
  }

  @Test
  void phraseIsFoundWhereverItOccurs() throws Exception {
    try (CaptionTokenizer tokenizer = open(8, 9)) {
      assertEquals(
          Set.of(0, 1, 3, 4),
          tokenizer.places("Pleural effusion", "pleural effusion, pleural effusion, pleural"));
      assertEquals(Set.of(), tokenizer.places("devices support", "support devices"));
    }
  }

  @Test
  void emptyCaptionIsAllPadding() throws Exception {
    try (CaptionTokenizer tokenizer = open(4, 5)) {
      assertArrayEquals(new long[] {5, 5, 5, 5}, tokenizer.encode(""));
    }
  }

  @Test
  void typedTextIsBroughtToPlainText() {
    assertEquals("\"effusion\" fi <1>", CaptionText.normalised(" “effusion”\t\uFB01 &lt;1&gt;"));
    assertEquals("ABC 'x' <", CaptionText.normalised("\uFF21\uFF22\uFF23 ‘x’ &amp;lt;"));
  }

  @Test
  void entitiesOfWhatMayBeMarkupStay() {
    assertEquals("<b>fluid &amp; air</b>", CaptionText.normalised("<b>fluid &amp; air</b>"));
  }

  @Test
  void escapingWithoutEndIsNotFollowed() {
    String escaped = "&" + "amp;".repeat(20_000);
    assertEquals("&" + "amp;".repeat(19_984), CaptionText.normalised(escaped));
  }

  @Test
  void entitiesThatNobodyKnowsStay() {
    assertEquals("&what; R&D &#;", CaptionText.normalised("&what; R&D &#;"));
    assertEquals("\uFFFD", CaptionText.normalised("&#99999999;"));
  }

  @Test
  void fileThatIsNoTokenizerIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    PackException refusal =
        assertThrows(
            PackException.class,
            () -> CaptionTokenizer.open(file, new TokenizerSpec("tokenizer.json", 8, 0)));
    assertTrue(refusal.getMessage().contains("tokenizer.json"), refusal.getMessage());
  }

  private CaptionTokenizer open(int length, int pad) throws PackException {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 0));
    return CaptionTokenizer.open(
        folder.resolve("tokenizer.json"), new TokenizerSpec("tokenizer.json", length, pad));
  }
}
