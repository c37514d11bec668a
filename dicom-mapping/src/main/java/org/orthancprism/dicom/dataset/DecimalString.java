// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * Decimal numbers as text of at most 16 characters, the value representation DS.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#table_6.2-1">PS3.5
 *     table 6.2-1</a>
 */
public final class DecimalString {
  private static final int MAXIMUM_LENGTH = 16;

  private DecimalString() {}

  /**
   * The nearest decimal that fits.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " can't be a decimal string");
    }
    BigDecimal exact = new BigDecimal(Double.toString(value));
    for (int digits = 15; digits > 1; digits--) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      BigDecimal shortest = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
      for (String text : new String[] {shortest.toPlainString(), shortest.toString()}) {
        if (text.length() <= MAXIMUM_LENGTH) {
          return text;
        }
      }
    }
    throw new IllegalArgumentException(value + " does not fit a decimal string");
  }

  /**
   * The number that a text denotes, also one with a decimal comma or with more characters than are
   * allowed.
   *
   * @return empty if it is no finite number
   */
  public static OptionalDouble parse(String text) {
    try {
      String number = text.strip();
      boolean comma = number.indexOf('.') < 0 && number.indexOf(',') == number.lastIndexOf(',');
      double value = Double.parseDouble(comma ? number.replace(',', '.') : number);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }
}
