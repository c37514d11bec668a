// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists tensors layer by layer. */
final class LayoutBuilder {

  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
  private final Set<String> optional = new LinkedHashSet<>();

  void tensor(String name, Long... shape) {
    shapes.put(name, List.of(shape));
  }

  void optional(String name, Long... shape) {
    tensor(name, shape);
    optional.add(name);
  }

  /** A square 2-D convolution without bias. */
  void plainConv(String name, long to, long from, long kernel) {
    tensor(name + ".weight", to, from, kernel, kernel);
  }

  /** A square 2-D convolution with bias. */
  void conv(String name, long to, long from, long kernel) {
    plainConv(name, to, from, kernel);
    tensor(name + ".bias", to);
  }

  /** A linear layer without bias. */
  void plainLinear(String name, long to, long from) {
    tensor(name + ".weight", to, from);
  }

  /** A linear layer with bias. */
  void linear(String name, long to, long from) {
    plainLinear(name, to, from);
    tensor(name + ".bias", to);
  }

  /** A normalisation with scale and shift. */
  void norm(String name, long channels) {
    tensor(name + ".weight", channels);
    tensor(name + ".bias", channels);
  }

  Layout build() {
    return new Layout(shapes, optional);
  }
}
