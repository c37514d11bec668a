// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which token of a target caption corresponds to which of its source in InfEdit (Xu et al., arXiv
 * 2312.04965, section 4): prompt-to-prompt's refinement; then in each run of target tokens without
 * counterpart the one takes the source token that is most like it, among those that the alignment
 * left out at this place.
 */
public final class UnifiedAlignment {

  private final long[] source;
  private final long[] target;
  private final TokenAlignment refinement;
  private final int[] counterparts;
  private final Set<Integer> similar = new HashSet<>();

  private UnifiedAlignment(
      long[] source, long[] target, TokenAlignment refinement, int[] counterparts) {
    this.source = source;
    this.target = target;
    this.refinement = refinement;
    this.counterparts = counterparts;
  }

  /** How alike a target token and a source token are. */
  @FunctionalInterface
  public interface Similarity {

    /**
     * Compares two tokens by their places in their captions.
     *
     * @return greater where they are more alike
     */
    double of(int targetPlace, int sourcePlace);
  }

  /**
   * Aligns two captions.
   *
   * @param source token ids of the source caption without padding, start and end included
   * @param target token ids of the target caption, likewise
   * @param length number of tokens with padding
   * @param similarity how alike tokens are
   */
  public static UnifiedAlignment of(
      long[] source, long[] target, int length, Similarity similarity) {
    TokenAlignment refinement = TokenAlignment.refinement(source, target, length);
    int[] counterparts = new int[target.length];
    for (int token = 0; token < target.length; token++) {
      counterparts[token] = refinement.counterpart(token).orElse(-1);
    }
    UnifiedAlignment alignment = new UnifiedAlignment(source, target, refinement, counterparts);
    alignment.matchRuns(similarity);
    return alignment;
  }

  private void matchRuns(Similarity similarity) {
    int token = 0;
    while (token < target.length) {
      int end = token;
      while (end < target.length && counterparts[end] < 0) {
        end++;
      }
      if (end > token) {
        int first = token == 0 ? 0 : counterparts[token - 1] + 1;
        matchRun(
            token, end, first, end < target.length ? counterparts[end] : source.length, similarity);
      }
      token = end + 1;
    }
  }

  /** Gives the most alike of the tokens from begin to end a source token from first to last. */
  private void matchRun(int begin, int end, int first, int last, Similarity similarity) {
    double most = Double.NEGATIVE_INFINITY;
    int targetToken = -1;
    int sourceToken = -1;
    for (int i = begin; i < end; i++) {
      for (int j = first; j < last; j++) {
        double alike = similarity.of(i, j);
        if (alike > most) {
          most = alike;
          targetToken = i;
          sourceToken = j;
        }
      }
    }
    if (targetToken >= 0) {
      counterparts[targetToken] = sourceToken;
      similar.add(targetToken);
    }
  }

  /** The alignment. */
  public TokenAlignment tokens() {
    int length = refinement.length();
    float[] mapper = refinement.mapper().clone();
    float[] alphas = refinement.alphas().clone();
    for (int token : similar) {
      mapper[counterparts[token] * length + token] = 1;
      alphas[token] = 1;
    }
    return new TokenAlignment(length, mapper, alphas);
  }

  /** Places of the target's tokens that had no counterpart before the most alike were matched. */
  public Set<Integer> unshared() {
    Set<Integer> places = new HashSet<>(similar);
    for (int token = 0; token < target.length; token++) {
      if (counterparts[token] < 0) {
        places.add(token);
      }
    }
    return places;
  }

  /**
   * Places of the words that the edit is about in the target: those of a phrase, and of tokens that
   * took the place of one of its tokens.
   *
   * @param phrase token ids without start and end
   */
  public Set<Integer> local(long[] phrase) {
    Set<Integer> places = new HashSet<>();
    for (int token : similar) {
      if (contains(phrase, source[counterparts[token]])) {
        places.add(token);
      }
    }
    int place = 1;
    for (long id : phrase) {
      place = next(id, place);
      if (place < target.length - 1) {
        places.add(place);
      }
    }
    return places;
  }

  /**
   * Places in the target of words that both captions have, up to the first token that is not in
   * both.
   *
   * @param phrase token ids without start and end
   */
  public Set<Integer> mutual(long[] phrase) {
    Set<Integer> places = new HashSet<>();
    int place = 1;
    for (long id : phrase) {
      place = next(id, place);
      if (place >= target.length - 1
          || counterparts[place] < 0
          || source[counterparts[place]] != id) {
        return places;
      }
      places.add(place);
    }
    return places;
  }

  /** The first place of a token from one on; that of the caption's end where there is none. */
  private int next(long id, int from) {
    int place = from;
    while (place < target.length - 1 && target[place] != id) {
      place++;
    }
    return place;
  }

  private static boolean contains(long[] phrase, long id) {
    return Arrays.stream(phrase).anyMatch(token -> token == id);
  }
}
