// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Which token of a target caption stands for which of its source's (prompt-to-prompt, Hertz et al.,
 * arXiv 2208.01626, section 3.2).
 *
 * @param length number of tokens of every caption, padding included
 * @param mapper row-major (length, length): share of a source token's attention map (row) in a
 *     target token's (column)
 * @param alphas one for each target token: 1 where it has a counterpart in the source, else 0
 */
// A few thousand numbers, read by one control: copies for value semantics would protect nobody.
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
   * Replacement: captions of as many tokens, each target token takes the map of the source's token
   * at its place ("word swap").
   *
   * @throws IllegalArgumentException when the captions differ in length
   */
  public static TokenAlignment replacement(long[] source, long[] target, int length) {
    if (source.length != target.length) {
      throw new IllegalArgumentException(
          "replacement needs captions of as many tokens, not "
              + source.length
              + " and "
              + target.length
              + ": use refinement");
    }
    float[] mapper = new float[length * length];
    float[] alphas = new float[length];
    for (int token = 0; token < length; token++) {
      mapper[token * length + token] = 1;
      alphas[token] = 1;
    }
    return new TokenAlignment(length, mapper, alphas);
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
