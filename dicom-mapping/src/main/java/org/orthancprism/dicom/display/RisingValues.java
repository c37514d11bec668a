// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A film's picture in whole numbers that grow from dark to bright, from 0 on. They lie on a
 * straight line over the modality's values, so that a viewer that takes least to greatest shows the
 * same as with the film; and the window or the table that goes with them shows what the film's
 * pipeline shows.
 */
public final class RisingValues {
  /** Images of words have at least 9 bits (PS3.3 A.8.4.4). */
  private static final int FEWEST_BITS = 9;

  /** The bits that values of 8 bits and fewer get. */
  private static final int BITS_OF_BYTES = 12;

  private static final int WORD = 0xFFFF;

  private final GrayscaleDisplay display;

  /** Stored values, or what a Modality LUT makes of them: these are whole numbers, too. */
  private final int least;

  private final int greatest;
  private final boolean falling;
  private final int bits;
  private final int shift;

  RisingValues(GrayscaleDisplay display, int minimum, int maximum) {
    this.display = display;
    boolean turned = false;
    if (display.modality() instanceof ModalityLut.Table table) {
      this.least = 0;
      this.greatest = table.table().maximum();
    } else {
      this.least = minimum;
      this.greatest = maximum;
      turned = display.modality() instanceof ModalityLut.Rescale rescale && rescale.slope() < 0;
    }
    this.falling = display.isInverted() != turned;
    int used = Integer.SIZE - Integer.numberOfLeadingZeros(greatest - least);
    this.bits = used < FEWEST_BITS ? BITS_OF_BYTES : used;
    this.shift = bits - used;
  }

  /** Bits of the values, 9 to 16. */
  public int bits() {
    return bits;
  }

  /** The value that replaces a stored value. */
  public int of(int storedValue) {
    int level =
        display.modality() instanceof ModalityLut.Table table
            ? (int) table.apply(storedValue)
            : storedValue;
    return (falling ? greatest - level : level - least) << shift;
  }

  /** What the modality means by a value. */
  private double modalityValue(int value) {
    int level = falling ? greatest - (value >> shift) : least + (value >> shift);
    return display.modality() instanceof ModalityLut.Table
        ? level
        : display.modality().apply(level);
  }

  /** Describes how the values are shown, as MONOCHROME2 without Modality LUT. */
  public void write(DatasetBuilder image) {
    image
        .set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .set(Tag.PRESENTATION_LUT_SHAPE, "IDENTITY")
        .set(Tag.RESCALE_INTERCEPT, 0)
        .set(Tag.RESCALE_SLOPE, 1)
        .set(Tag.RESCALE_TYPE, "US");
    Optional<VoiLut.Window> window = window();
    if (window.isPresent()) {
      VoiLuts.of(window.get()).write(image);
    } else {
      image.set(Tag.VOILUT_SEQUENCE, table());
    }
  }

  /** The film's window over these values, if it can be moved to them from the modality's. */
  private Optional<VoiLut.Window> window() {
    if (!(display.voi().orElseThrow() instanceof VoiLut.Window window)) {
      return Optional.empty();
    }
    double intercept = 0;
    double slope = 1;
    if (display.modality() instanceof ModalityLut.Rescale rescale) {
      intercept = rescale.intercept();
      slope = rescale.slope();
    }
    double half = window.function().leastWidth() / 2;
    double center = (window.center() - half - intercept) / slope;
    double width = (window.width() - 2 * half) / Math.abs(slope);
    double scale = 1 << shift;
    double rising = scale * (falling ? greatest - center : center - least) + half;
    double wide = scale * width + 2 * half;
    return Double.isFinite(rising) && Double.isFinite(wide) && wide > window.function().leastWidth()
        ? Optional.of(new VoiLut.Window(window.function(), rising, wide))
        : Optional.empty();
  }

  /** The whole pipeline in one table over these values. */
  private Dataset table() {
    VoiLut voi = display.voi().orElseThrow();
    IntToDoubleFunction output =
        value -> {
          double share = Math.max(0, Math.min(1, voi.apply(modalityValue(value))));
          return WORD * (display.isInverted() ? 1 - share : share);
        };
    if (voi instanceof VoiLut.Table given && !display.isInverted()) {
      // Not clipped to what is held, since some viewers believe the bits that are stated.
      double scale = given.table().wordScale();
      output = value -> scale * given.table().apply(modalityValue(value));
    }
    return LookupTable.item(0, 1 << bits, output);
  }
}
