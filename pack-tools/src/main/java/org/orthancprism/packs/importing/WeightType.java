// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import org.orthancprism.models.safetensors.ElementType;

/** Type that weights are kept in. */
public enum WeightType {
  FP32(ElementType.F32),
  FP16(ElementType.F16);

  private final ElementType type;

  WeightType(ElementType type) {
    this.type = type;
  }

  /** The type that a tensor of another gets; whole numbers stay what they are. */
  ElementType of(ElementType source) {
    return source == ElementType.I64 ? source : type;
  }
}
