// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * A film or a caption as a direction in the space that CLIP shares between both.
 *
 * @param coordinates of unit length, unless all are 0
 */
public record ClipEmbedding(List<Double> coordinates) {

  public ClipEmbedding {
    coordinates = List.copyOf(coordinates);
  }

  /** The direction of a vector of any length. */
  static ClipEmbedding towards(List<Double> vector) {
    double length = Math.sqrt(dot(vector, vector));
    return new ClipEmbedding(
        length == 0 ? vector : vector.stream().map(value -> value / length).toList());
  }

  /** Cosine of the angle between two embeddings, in [-1, 1]; 0 where one of them has none. */
  public double similarity(ClipEmbedding other) {
    return Math.max(-1, Math.min(1, dot(coordinates, other.coordinates)));
  }

  /** The direction from another embedding to this one; without any where they are equal. */
  public ClipEmbedding directionFrom(ClipEmbedding origin) {
    List<Double> difference = new ArrayList<>();
    for (int i = 0; i < coordinates.size(); i++) {
      difference.add(coordinates.get(i) - origin.coordinates.get(i));
    }
    return towards(difference);
  }

  private static double dot(List<Double> first, List<Double> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException("embeddings are of one space");
    }
    double sum = 0;
    for (int i = 0; i < first.size(); i++) {
      sum += first.get(i) * second.get(i);
    }
    return sum;
  }
}
