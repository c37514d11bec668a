// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where the words of InfEdit's edits look (arXiv 2312.04965, section 4), read from the
 * cross-attention maps of all steps so far: a place counts where the greatest of the words' maps
 * exceeds a share of its greatest value. A word's map is that of its counterpart in the source's or
 * the layout's caption, and the edited film's own where it has none.
 */
public final class UnifiedBlend {

  /** Divided by a step's share of film, the least threshold of local words. */
  private static final double TEMPERATURE = 0.15;

  private final UnifiedControl control;
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
  public UnifiedBlend(UnifiedControl control, int side, int length) {
    this.control = control;
    this.side = side;
    this.length = length;
    this.sums = new float[UnifiedControl.rows(control.edits().size()) * side * side * length];
  }

  /**
   * Adds a step's maps.
   *
   * @param row 0 is the source, then come the edited films, then their layouts
   * @param maps maps of several rows, each row-major (side * side, length)
   * @param at index of the row among them
   */
  public void add(int row, float[] maps, int at) {
    int size = side * side * length;
    for (int i = 0; i < size; i++) {
      sums[row * size + i] += maps[at * size + i];
    }
  }

  /**
   * Where an edited film may leave its layout.
   *
   * @param edit index of the edited film, from 0
   * @param alphaBar alpha_bar of the step's timestep: the noisier, the fewer places
   * @param rows rows of the latents
   * @param columns columns of the latents
   * @return row-major; all where the edit names no words of its own
   */
  public boolean[] local(int edit, double alphaBar, int rows, int columns) {
    Set<Integer> words = control.edits().get(edit).local();
    if (words.isEmpty()) {
      boolean[] all = new boolean[rows * columns];
      Arrays.fill(all, true);
      return all;
    }
    double threshold =
        Math.max(TEMPERATURE / Math.sqrt(alphaBar), control.schedule().localThreshold());
    return looked(edit, layoutRow(edit), words, threshold, rows, columns);
  }

  /** Where an edited film is its source. */
  public boolean[] mutual(int edit, int rows, int columns) {
    Set<Integer> words = new HashSet<>(control.edits().get(edit).mutual());
    words.removeAll(control.edits().get(edit).local());
    return looked(edit, 0, words, control.schedule().mutualThreshold(), rows, columns);
  }

  /** Where an edited film is its layout before the last step. */
  public boolean[] layout(int edit, int rows, int columns) {
    Set<Integer> words = new HashSet<>(control.edits().get(edit).mutual());
    words.retainAll(control.edits().get(edit).local());
    double threshold = control.schedule().localThreshold();
    return looked(edit, layoutRow(edit), words, threshold, rows, columns);
  }

  private int layoutRow(int edit) {
    return 1 + control.edits().size() + edit;
  }

  private boolean[] looked(
      int edit, int base, Set<Integer> words, double threshold, int rows, int columns) {
    float[] greatest = new float[side * side];
    float most = 0;
    for (int word : words) {
      int first = firstOf(edit, base, word);
      for (int pixel = 0; pixel < greatest.length; pixel++) {
        greatest[pixel] = Math.max(greatest[pixel], sums[first + pixel * length]);
        most = Math.max(most, greatest[pixel]);
      }
    }
    boolean[] looked = new boolean[rows * columns];
    for (int i = 0; i < looked.length; i++) {
      int place = i / columns * side / rows * side + i % columns * side / columns;
      looked[i] = most > 0 && greatest[place] / most > threshold;
    }
    return looked;
  }

  /**
   * Where a word's map begins: that of its counterpart in the base, or its own without one. An
   * edited film's maps are its own there, whether its attention follows in a step or not.
   */
  private int firstOf(int edit, int base, int word) {
    OptionalInt counterpart = control.edits().get(edit).alignment().counterpart(word);
    int row = counterpart.isPresent() ? base : edit + 1;
    return row * side * side * length + counterpart.orElse(word);
  }
}
