// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prompt-to-prompt's control (arXiv 2208.01626, section 3.2) over a batch: row 0 is the source,
 * then come the edited films, then rows that nothing is done to. The entries are described in
 * {@code models/architecture/attention_control.py}.
 *
 * @param edits how each edited film follows the source, in the order of their rows
 * @param steps number of sampling steps
 * @param captures whether cross-attention maps are wanted
 */
public record AttentionControl(List<EditAttention> edits, int steps, boolean captures) {

  /** Self-attention is replaced in layers of up to 32x32 pixels, as in the paper's code. */
  private static final long SELF_LIMIT = 32 * 32;

  public AttentionControl {
    edits = List.copyOf(edits);
    if (steps < 1) {
      throw new IllegalArgumentException("there is at least one step, not " + steps);
    }
  }

  /** Side of the maps that are captured: a quarter of the latents' side, 16 at 512 pixels. */
  public static int captureSide(long latentSide) {
    return (int) (latentSide / 4);
  }

  /**
   * Whether some of the edited films look at their source in a step, or its maps are wanted: else
   * its row can be left out of the batch.
   *
   * @param step index of the step, from 0
   * @param from first edited film
   * @param to one beyond the last
   */
  public boolean looksAtSource(int step, int from, int to) {
    return captures || edits.subList(from, to).stream().anyMatch(edit -> edit.follows(step, steps));
  }

  /**
   * The control of one step, for some of the edited films.
   *
   * @param manager owner of the tensors
   * @param step index of the step, from 0
   * @param from first edited film
   * @param to one beyond the last
   * @param batch number of rows in all
   * @param capturePixels pixels of the layers whose maps are captured
   */
  public Map<String, NDArray> at(
      NDManager manager, int step, int from, int to, int batch, long capturePixels) {
    List<EditAttention> part = edits.subList(from, to);
    Map<String, NDArray> control = new LinkedHashMap<>();
    boolean cross = part.stream().anyMatch(edit -> step < edit.crossSteps(steps));
    if (part.stream().anyMatch(edit -> edit.selfReplace().contains(step, steps))) {
      control.put("self_from", manager.create(selfFrom(part, step, batch)));
      control.put("self_limit", manager.create(SELF_LIMIT));
    }
    if (cross) {
      putCross(manager, control, part, step);
    }
    if (captures) {
      control.put("capture", manager.create(capturePixels));
    }
    if (cross || captures) {
      control.put("rows", manager.create(part.size() + 1L));
    }
    return control;
  }

  private long[] selfFrom(List<EditAttention> part, int step, int batch) {
    long[] rows = new long[batch];
    Arrays.setAll(rows, row -> row);
    for (int i = 0; i < part.size(); i++) {
      if (part.get(i).selfReplace().contains(step, steps)) {
        rows[i + 1] = 0;
      }
    }
    return rows;
  }

  private void putCross(
      NDManager manager, Map<String, NDArray> control, List<EditAttention> part, int step) {
    Shape perToken =
        AlignmentEntries.put(
            manager, control, part.stream().map(EditAttention::alignment).toList());
    int length = part.get(0).alignment().length();
    float[] weights = new float[part.size() * length];
    float[] replaced = new float[part.size() * length];
    for (int i = 0; i < part.size(); i++) {
      EditAttention edit = part.get(i);
      System.arraycopy(edit.weights(), 0, weights, i * length, length);
      if (step < edit.crossSteps(steps)) {
        Arrays.fill(replaced, i * length, (i + 1) * length, 1);
      }
    }
    control.put("equalizer", manager.create(weights, perToken));
    control.put("cross", manager.create(replaced, perToken));
  }
}
