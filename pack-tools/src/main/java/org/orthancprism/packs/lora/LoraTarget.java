// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.util.List;

/**
 * A layer that a LoRA changes.
 *
 * @param role its network
 * @param layer its name within the network
 * @param shape shape of its weight: outputs, inputs and, of a convolution, rows and columns
 */
record LoraTarget(LoraNetwork.Role role, String layer, List<Long> shape) {

  LoraTarget {
    shape = List.copyOf(shape);
  }

  String weight() {
    return layer + ".weight";
  }

  /** Shape of the matrix that leads the inputs to a number of ranks. */
  List<Long> down(long rank) {
    return shape.size() == 2
        ? List.of(rank, shape.get(1))
        : List.of(rank, shape.get(1), shape.get(2), shape.get(3));
  }

  /** Shape of the matrix that leads the ranks to the outputs. */
  List<Long> up(long rank) {
    return shape.size() == 2 ? List.of(shape.get(0), rank) : List.of(shape.get(0), rank, 1L, 1L);
  }
}
