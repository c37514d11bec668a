// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.Device;
import java.util.Locale;
import org.orthancprism.models.safetensors.ElementType;

/**
 * What a network's weights are kept in and what it computes in. Its inputs and outputs are float32
 * all the same.
 */
public enum Precision {
  /** IEEE 754 binary32. */
  FP32(0, ElementType.F32),
  /** IEEE 754 binary16: 11 bits of significand, up to 65504. */
  FP16(1, ElementType.F16),
  /** bfloat16: 8 bits of significand, binary32's exponents. */
  BF16(2, ElementType.BF16);

  private final int code;
  private final ElementType type;

  Precision(int code, ElementType type) {
    this.code = code;
    this.type = type;
  }

  /**
   * What suits a device: half the memory and a multiple of the speed on a GPU, and on a processor,
   * which computes faster in float32, that.
   */
  public static Precision suiting(Device device) {
    return device.isGpu() ? FP16 : FP32;
  }

  /** The precision's name, for example {@code fp16}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of a name.
   *
   * @throws IllegalArgumentException when there is none; its message names those there are
   */
  public static Precision parse(String label) {
    for (Precision precision : values()) {
      if (precision.label().equals(label)) {
        return precision;
      }
    }
    throw new IllegalArgumentException("must be fp32, fp16 or bf16, not " + label);
  }

  /** How the architecture archives call it: their configuration entry {@code precision}. */
  int code() {
    return code;
  }

  /** The type of weights that need no conversion. */
  ElementType type() {
    return type;
  }
}
