// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.PackException;

/** Captions are aligned as prompt-to-prompt does (models/reference/editing.py). */
class GoldenAlignmentTest {

  private static final int LENGTH = 16;

  private Golden golden;

  @BeforeEach
  void load() throws PackException {
    golden = Golden.load("methods.safetensors");
  }

  @Test
  void captionsAreAlignedAsTheReferenceDoes() {
    for (int edit = 0; edit < 2; edit++) {
      TokenAlignment alignment = TokenAlignment.refinement(ids(0), ids(edit + 1), LENGTH);
      assertArrayEquals(golden.floats("mapper" + edit), alignment.mapper());
      assertArrayEquals(golden.floats("alphas" + edit), alignment.alphas());
    }
  }

  @Test
  void wordsAreSwappedAsTheReferenceDoes() {
    List<long[]> words = List.of(word(10), word(11), word(12, 13), word(20, 21), word(22));
    List<long[]> others = List.of(word(10), word(30, 31, 32), word(12, 13), word(40), word(41));
    TokenAlignment alignment = TokenAlignment.replacement(words, others, LENGTH);
    assertArrayEquals(golden.floats("replaced"), alignment.mapper());
    assertThrows(
        IllegalArgumentException.class,
        () -> TokenAlignment.replacement(words, others.subList(0, 4), LENGTH));
  }

  @Test
  void behindTheLastSwappedWordTokensGoByTheTargetsPlaceAsInTheReference() {
    List<long[]> words = List.of(word(10), word(30, 31, 32), word(12, 13), word(9), word(8, 7));
    List<long[]> others = List.of(word(10), word(11), word(12, 13), word(9), word(8, 7));
    TokenAlignment alignment = TokenAlignment.replacement(words, others, LENGTH);
    assertArrayEquals(golden.floats("replaced.longer"), alignment.mapper());
  }

  private static long[] word(long... tokens) {
    return tokens;
  }

  /** A caption's ids without its padding, which is 0. */
  private long[] ids(int row) {
    long[] all = golden.integers("ids");
    return Arrays.stream(all, row * LENGTH, (row + 1) * LENGTH).filter(id -> id != 0).toArray();
  }
}
