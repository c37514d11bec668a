// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Set;

/**
 * Prompt-to-prompt's local blend (arXiv 2208.01626, section 3.2, "local editing"): an edited film
 * keeps its source outside of where the edited words look, read from the cross-attention maps of
 * all steps so far.
 *
 * <p>A mask is 1 where the summed maps of the words, under a 3x3 maximum, exceed 0.3 of their
 * greatest value, in the source's maps or in the edited film's. Masks begin to count after a fifth
 * of the steps.
 */
public final class LocalBlend {

  private static final float THRESHOLD = 0.3f;
  private static final double START = 0.2;

  private final AttentionControl control;
  private final int side;
  private final int length;
  private final float[] sums;

  /**
   * Starts with no maps.
   *
   * @param control the edits
   * @param side side of the maps in pixels
   * @param length number of tokens
   */
  public LocalBlend(AttentionControl control, int side, int length) {
    this.control = control;
    this.side = side;
    this.length = length;
    this.sums = new float[(control.edits().size() + 1) * side * side * length];
  }

  /**
   * Adds a step's maps.
   *
   * @param row row of the film: 0 is the source, then come the edited films
   * @param maps its maps, row-major (side * side, length)
   * @param offset where they begin
   */
  public void add(int row, float[] maps, int offset) {
    int size = side * side * length;
    for (int i = 0; i < size; i++) {
      sums[row * size + i] += maps[offset + i];
    }
  }

  /** Whether masks count at a step, from 0. */
  public boolean counts(int step) {
    return step >= (int) (START * control.steps());
  }

  /**
   * Where an edited film may differ from its source.
   *
   * @param edit index of the edited film, from 0
   * @param rows rows of the latents
   * @param columns columns of the latents
   * @return row-major 0 or 1; all 1 where the edit names no words
   */
  public float[] mask(int edit, int rows, int columns) {
    EditAttention attention = control.edits().get(edit);
    boolean[] source = looked(0, attention.sourceWords());
    boolean[] target = looked(edit + 1, attention.targetWords());
    boolean nameless = attention.sourceWords().isEmpty() && attention.targetWords().isEmpty();
    float[] mask = new float[rows * columns];
    for (int i = 0; i < mask.length; i++) {
      int place = i / columns * side / rows * side + i % columns * side / columns;
      mask[i] = nameless || source[place] || target[place] ? 1 : 0;
    }
    return mask;
  }

  private boolean[] looked(int row, Set<Integer> words) {
    float[] pooled = pooled(summed(row, words));
    float greatest = 0;
    for (float value : pooled) {
      greatest = Math.max(greatest, value);
    }
    boolean[] looked = new boolean[pooled.length];
    for (int i = 0; i < looked.length; i++) {
      looked[i] = greatest > 0 && pooled[i] / greatest > THRESHOLD;
    }
    return looked;
  }

  private float[] summed(int row, Set<Integer> words) {
    float[] summed = new float[side * side];
    for (int i = 0; i < summed.length; i++) {
      for (int word : words) {
        summed[i] += sums[(row * side * side + i) * length + word];
      }
    }
    return summed;
  }

  private float[] pooled(float[] values) {
    float[] pooled = new float[values.length];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        float greatest = values[row * side + column];
        for (int r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) {
          for (int c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++) {
            greatest = Math.max(greatest, values[r * side + c]);
          }
        }
        pooled[row * side + column] = greatest;
      }
    }
    return pooled;
  }
}
