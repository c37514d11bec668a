// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.safetensors;

import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name its name
 * @param type type of its elements
 * @param shape its shape; empty for a scalar
 * @param offset where its data begin, in bytes from the file's start
 * @param length length of its data in bytes
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, long offset, long length) {

  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long size() {
    return length / type.bytes();
  }
}
