// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.safetensors;

import java.util.Optional;

/** Element types that are read, under their names in a safetensors header. */
public enum ElementType {
  F32(4),
  F16(2),
  BF16(2),
  I64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
