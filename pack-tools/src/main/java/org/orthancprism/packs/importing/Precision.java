// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import org.orthancprism.models.safetensors.ElementType;

/** Type that weights are kept in. */
public enum Precision {
  FP32(ElementType.F32),
  FP16(ElementType.F16);

  private final ElementType type;

  Precision(ElementType type) {
    this.type = type;
  }

  /** The type that a tensor of another gets; whole numbers stay what they are. */
  ElementType of(ElementType source) {
    return source == ElementType.I64 ? source : type;
  }
}
