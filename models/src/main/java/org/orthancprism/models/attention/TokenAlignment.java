// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which token of a target caption corresponds to which of its source (prompt-to-prompt, Hertz et
 * al., arXiv 2208.01626, section 3.2).
 *
 * @param length number of tokens of every caption, padding included
 * @param mapper row-major (length, length): share of a source token's attention map (row) in a
 *     target token's (column)
 * @param alphas one for each target token: 1 where it has a counterpart in the source, else 0
 */
// A few thousand numbers, read by one control: copies for value semantics would protect nothing.
@SuppressWarnings("ArrayRecordComponent")
public record TokenAlignment(int length, float[] mapper, float[] alphas) {

  public TokenAlignment {
    if (mapper.length != length * length || alphas.length != length) {
      throw new IllegalArgumentException("an alignment maps " + length + " tokens to as many");
    }
  }

  /**
   * Refinement: the captions are aligned globally (Needleman and Wunsch 1970, doi
   * 10.1016/0022-2836(70)90057-4; match 1, mismatch -1, gap 0), a target token without counterpart
   * keeps its own map, and padding follows padding.
   *
   * @param source token ids of the source caption without padding, start and end included
   * @param target token ids of the target caption, likewise
   * @param length number of tokens with padding
   */
  public static TokenAlignment refinement(long[] source, long[] target, int length) {
    int[] counterparts = aligned(source, target);
    float[] mapper = new float[length * length];
    float[] alphas = new float[length];
    Arrays.fill(alphas, 1);
    for (int token = 0; token < length; token++) {
      boolean padding = token >= target.length;
      int counterpart = padding ? token : counterparts[token];
      if (counterpart < 0) {
        alphas[token] = 0;
      } else {
        mapper[counterpart * length + token] = 1;
      }
    }
    return new TokenAlignment(length, mapper, alphas);
  }

  /**
   * Replacement, as the paper's code does it: words at the same place correspond, token by token,
   * up to the last pair of unlike words. Where two words have unlike many tokens, each of the
   * target's takes an equal share of all maps of the source's. Behind the last pair, a target token
   * takes the source token at its own place, as far as the source reaches.
   *
   * @param source token ids of the source caption's words, without start and end
   * @param target token ids of the target caption's words, likewise
   * @param length number of tokens with padding
   * @throws IllegalArgumentException when the captions have unlike many words
   */
  public static TokenAlignment replacement(List<long[]> source, List<long[]> target, int length) {
    if (source.size() != target.size()) {
      throw new IllegalArgumentException(
          "replacement needs captions of as many words, not "
              + source.size()
              + " and "
              + target.size()
              + ": use refinement");
    }
    float[] mapper = new float[length * length];
    mapper[0] = 1;
    int from = 1;
    int to = 1;
    for (int word = 0; word < swapped(source, target); word++) {
      int many = source.get(word).length;
      int few = target.get(word).length;
      swap(mapper, length, from, many, to, few);
      from += many;
      to += few;
    }
    for (int token = to; token < length - Math.max(0, from - to); token++) {
      mapper[token * length + token] = 1;
    }
    float[] alphas = new float[length];
    Arrays.fill(alphas, 1);
    return new TokenAlignment(length, mapper, alphas);
  }

  /** Number of words up to the last that differs. */
  private static int swapped(List<long[]> source, List<long[]> target) {
    int words = source.size();
    while (words > 0 && Arrays.equals(source.get(words - 1), target.get(words - 1))) {
      words--;
    }
    return words;
  }

  /**
   * The source token whose map a target token takes.
   *
   * @return empty where it keeps its own map, or shares in several
   */
  OptionalInt counterpart(int token) {
    return IntStream.range(0, length)
        .filter(place -> alphas[token] == 1 && mapper[place * length + token] == 1)
        .findFirst();
  }

  /** Lets the tokens of a target's word take the maps of a source's; long captions are cut. */
  private static void swap(float[] mapper, int length, int from, int sources, int to, int targets) {
    for (int i = from; i < Math.min(length, from + sources); i++) {
      for (int j = to; j < Math.min(length, to + targets); j++) {
        if (sources != targets) {
          mapper[i * length + j] = 1f / targets;
        } else if (i - from == j - to) {
          mapper[i * length + j] = 1;
        }
      }
    }
  }

  /** For each target token its counterpart in the source, or -1. */
  private static int[] aligned(long[] source, long[] target) {
    int[][] score = new int[source.length + 1][target.length + 1];
    for (int i = 1; i <= source.length; i++) {
      for (int j = 1; j <= target.length; j++) {
        int match = score[i - 1][j - 1] + (source[i - 1] == target[j - 1] ? 1 : -1);
        score[i][j] = Math.max(match, Math.max(score[i][j - 1], score[i - 1][j]));
      }
    }
    return traced(source, target, score);
  }

  /**
   * From the end back: a gap in the source goes before one in the target, and both before a match.
   */
  private static int[] traced(long[] source, long[] target, int[][] score) {
    Deque<Integer> counterparts = new ArrayDeque<>();
    int i = source.length;
    int j = target.length;
    while (j > 0) {
      if (i == 0 || score[i][j] == score[i][j - 1]) {
        counterparts.push(-1);
        j--;
      } else if (score[i][j] == score[i - 1][j]) {
        i--;
      } else {
        counterparts.push(i - 1);
        i--;
        j--;
      }
    }
    return counterparts.stream().mapToInt(Integer::intValue).toArray();
  }
}
