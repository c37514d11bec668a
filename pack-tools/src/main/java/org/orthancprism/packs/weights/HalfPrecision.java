// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.weights;

/**
 * Conversion between binary32 and binary16 (IEEE 754-2019, 3.6), which Java has from version 20 on.
 */
public final class HalfPrecision {

  private static final int FLOAT_SIGN = 0x8000_0000;
  private static final int FLOAT_INFINITY = 0x7f80_0000;
  private static final int HALF_INFINITY = 0x7c00;
  private static final int HALF_NAN = 0x7e00;

  /** Bits of significand that binary32 has more than binary16. */
  private static final int SURPLUS = 23 - 10;

  /** What separates the biases of both exponents. */
  private static final int BIAS_DIFFERENCE = 127 - 15;

  /** The smallest normal binary16, 2 to the -14, as binary32. */
  private static final int LEAST_NORMAL = (127 - 14) << 23;

  /** 2 to the 16: beyond every binary16. */
  private static final int BEYOND = (127 + 16) << 23;

  private HalfPrecision() {}

  /**
   * The binary16 nearest to a value, ties to even. What is too large becomes infinity, what is too
   * small a signed zero.
   *
   * @return its bits
   */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits & FLOAT_SIGN) >>> 16;
    int magnitude = bits & ~FLOAT_SIGN;
    return (short) (sign | magnitude(magnitude));
  }

  private static int magnitude(int bits) {
    if (bits > FLOAT_INFINITY) {
      return HALF_NAN;
    }
    if (bits >= BEYOND) {
      return HALF_INFINITY;
    }
    if (bits >= LEAST_NORMAL) {
      // A carry out of the significand is one into the exponent, up to infinity.
      return rounded(bits - (BIAS_DIFFERENCE << 23), SURPLUS);
    }
    int exponent = bits >>> 23;
    int shift = SURPLUS + 1 + BIAS_DIFFERENCE - exponent;
    if (shift > 24) {
      return 0;
    }
    return rounded((bits & 0x7f_ffff) | 0x80_0000, shift);
  }

  /** Shifts right, to the nearest, ties to even. */
  private static int rounded(int bits, int shift) {
    int kept = bits >>> shift;
    int cut = bits & ((1 << shift) - 1);
    int half = 1 << (shift - 1);
    boolean up = cut > half || (cut == half && (kept & 1) == 1);
    return up ? kept + 1 : kept;
  }

  /** The value of a binary16, exactly. */
  public static float widened(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int significand = half & 0x3ff;
    if (exponent == 0) {
      float value = significand * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    int wide =
        exponent == 0x1f
            ? FLOAT_INFINITY | (significand << SURPLUS)
            : ((exponent + BIAS_DIFFERENCE) << 23) | (significand << SURPLUS);
    return Float.intBitsToFloat(sign | wide);
  }
}
