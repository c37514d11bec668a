// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDArray;
import org.orthancprism.models.attention.UnifiedAlignment;

/**
 * The cosine of the angle between two tokens' contexts, by which InfEdit matches tokens (arXiv
 * 2312.04965, section 4).
 *
 * <p>As in the authors' code, the place of the target's token is looked up in the source's context,
 * and that of the source's token in the target's.
 */
final class TokenSimilarity implements UnifiedAlignment.Similarity {

  /** What torch holds a norm to at least. */
  private static final double LEAST_NORM = 1e-8;

  private final float[] source;
  private final float[] target;
  private final int width;

  /**
   * Compares two captions' tokens.
   *
   * @param source context of the source caption (1, L, D)
   * @param target context of the target caption (1, L, D)
   */
  TokenSimilarity(NDArray source, NDArray target) {
    this.source = source.toFloatArray();
    this.target = target.toFloatArray();
    this.width = (int) source.getShape().get(2);
  }

  @Override
  public double of(int targetPlace, int sourcePlace) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < width; i++) {
      double one = source[targetPlace * width + i];
      double other = target[sourcePlace * width + i];
      product += one * other;
      first += one * one;
      second += other * other;
    }
    return product / Math.max(Math.sqrt(first) * Math.sqrt(second), LEAST_NORM);
  }
}
