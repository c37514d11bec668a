// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Unified attention control (InfEdit, Xu et al., arXiv 2312.04965, section 4) over a batch of two
 * halves, under the captions and without. In each half row 0 is the source, then come the edited
 * films, then their layouts: films under the source's caption that are asked with the edited films'
 * queries. The entries are described in {@code models/architecture/attention_control.py}.
 *
 * @param edits the edited films, in the order of their rows
 * @param schedule when it acts
 * @param steps number of sampling steps
 */
public record UnifiedControl(List<UnifiedAttention> edits, UnifiedSchedule schedule, int steps) {

  public UnifiedControl {
    edits = List.copyOf(edits);
    if (edits.isEmpty() || steps < 1) {
      throw new IllegalArgumentException("there is at least one edit and one step");
    }
  }

  /** Number of rows of half a batch. */
  public static int rows(int edits) {
    return 1 + 2 * edits;
  }

  /** Whether some edit names words, so that maps are wanted. */
  public boolean captures() {
    return edits.stream().anyMatch(edit -> !edit.local().isEmpty() || !edit.mutual().isEmpty());
  }

  /**
   * The control of one step, for some of the edited films.
   *
   * @param manager owner of the tensors
   * @param step index of the step, from 0
   * @param from first edited film
   * @param to one beyond the last
   * @param capturePixels pixels of the layers whose maps are captured
   */
  public Map<String, NDArray> at(
      NDManager manager, int step, int from, int to, long capturePixels) {
    List<UnifiedAttention> part = edits.subList(from, to);
    Map<String, NDArray> control = new LinkedHashMap<>();
    putSelf(manager, control, part.size(), schedule.isMutual(step, steps));
    boolean cross = schedule.replacesCross(step, steps);
    if (cross) {
      putCross(manager, control, part);
    }
    if (captures()) {
      control.put("capture", manager.create(capturePixels));
    }
    if (cross || captures()) {
      control.put("rows", manager.create((long) rows(part.size())));
    }
    return control;
  }

  /**
   * At first the edited films take the source's map, on values of their own; then the layouts ask
   * with the edited films' queries for what the source shows.
   */
  private static void putSelf(
      NDManager manager, Map<String, NDArray> control, int count, boolean isMutual) {
    IntUnaryOperator source = row -> 0;
    IntUnaryOperator ownOrSource = row -> row > count ? 0 : row;
    IntUnaryOperator ownOrEdited = row -> row > count ? row - count : row;
    control.put("self_query", manager.create(inBothHalves(count, isMutual ? ownOrEdited : source)));
    control.put("self_from", manager.create(inBothHalves(count, isMutual ? ownOrSource : source)));
    control.put("self_value", manager.create(inBothHalves(count, ownOrSource)));
    control.put("self_limit", manager.create(Long.MAX_VALUE));
  }

  private static long[] inBothHalves(int count, IntUnaryOperator taken) {
    int half = rows(count);
    long[] rows = new long[2 * half];
    Arrays.setAll(rows, row -> taken.applyAsInt(row % half) + row / half * half);
    return rows;
  }

  private static void putCross(
      NDManager manager, Map<String, NDArray> control, List<UnifiedAttention> part) {
    List<TokenAlignment> alignments = part.stream().map(UnifiedAttention::alignment).toList();
    control.put("cross", manager.ones(AlignmentEntries.put(manager, control, alignments)));
  }
}
