// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;

/**
 * The entries of a control by which edited films take the cross-attention maps of their source, in
 * row 0 of the batch. They are described in {@code models/architecture/attention_control.py}.
 */
final class AlignmentEntries {

  private AlignmentEntries() {}

  /**
   * Puts them.
   *
   * @param manager owner of the tensors
   * @param alignments those of the films in row 1 and the rows behind it; all of one length
   * @return the shape of entries with one number for each film and token
   */
  static Shape put(
      NDManager manager, Map<String, NDArray> control, List<TokenAlignment> alignments) {
    int count = alignments.size();
    int length = alignments.get(0).length();
    float[] mapper = new float[count * length * length];
    float[] alphas = new float[count * length];
    long[] target = new long[count];
    for (int i = 0; i < count; i++) {
      TokenAlignment alignment = alignments.get(i);
      System.arraycopy(alignment.mapper(), 0, mapper, i * length * length, length * length);
      System.arraycopy(alignment.alphas(), 0, alphas, i * length, length);
      target[i] = i + 1L;
    }
    Shape perToken = new Shape(count, length);
    control.put("source", manager.create(new long[count]));
    control.put("target", manager.create(target));
    control.put("mapper", manager.create(mapper, new Shape(count, length, length)));
    control.put("alphas", manager.create(alphas, perToken));
    return perToken;
  }
}
