// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.Arrays;
import java.util.Optional;

/**
 * From modality values to a share of the display's range: 0 is its lowest, 1 its highest value.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.2">PS3.3
 *     C.11.2</a>
 */
public sealed interface VoiLut {

  /** The share of the display's range; that of a window of a straight line is not clipped. */
  double apply(double modalityValue);

  /** What a window does with the values around its center: VOI LUT Function (0028,1056). */
  enum Function {
    /** PS3.3 C.11.2.1.2.1. */
    LINEAR {
      @Override
      double apply(double value, double center, double width) {
        return (value - (center - 0.5)) / (width - 1) + 0.5;
      }
    },
    /** PS3.3 C.11.2.1.3.2. */
    LINEAR_EXACT {
      @Override
      double apply(double value, double center, double width) {
        return (value - center) / width + 0.5;
      }
    },
    /** PS3.3 C.11.2.1.3.1. */
    SIGMOID {
      @Override
      double apply(double value, double center, double width) {
        return 1 / (1 + Math.exp(-4 * (value - center) / width));
      }
    };

    abstract double apply(double value, double center, double width);

    /** Window widths are above this. */
    double leastWidth() {
      return this == LINEAR ? 1 : 0;
    }

    /** The function of this name, if there is one. */
    static Optional<Function> of(String name) {
      return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }
  }

  /**
   * A window.
   *
   * @param function its function
   * @param center Window Center, finite
   * @param width Window Width, above 1 for {@link Function#LINEAR} and above 0 for others
   */
  record Window(Function function, double center, double width) implements VoiLut {
    /** From one value more to one value less can no longer be distinguished in 16 characters. */
    private static final double NARROWEST = 1e-9;

    public Window {
      if (!Double.isFinite(center) || !Double.isFinite(width) || !(width > function.leastWidth())) {
        throw new IllegalArgumentException("a " + function + " window can't be " + width + " wide");
      }
    }

    /**
     * The window that shows one value as black and another as white.
     *
     * @param black its lowest value
     * @param white its highest value; if it is the same, the window is one value wide
     */
    public static Window between(double black, double white) {
      double distance = white > black ? white - black : 1;
      double middle = (black + white) / 2;
      return distance < NARROWEST
          ? new Window(Function.LINEAR_EXACT, middle, distance)
          : new Window(Function.LINEAR, middle + 0.5, distance + 1);
    }

    @Override
    public double apply(double modalityValue) {
      return function.apply(modalityValue, center, width);
    }
  }

  /**
   * A table.
   *
   * @param table the VOI LUT
   */
  record Table(LookupTable table) implements VoiLut {
    @Override
    public double apply(double modalityValue) {
      return table.share(modalityValue);
    }
  }
}
