// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * From modality values to a share of the display's range: 0 is its lowest, 1 its highest value.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.2">PS3.3
 *     C.11.2</a>
 */
sealed interface VoiLut {

  double apply(double modalityValue);

  /**
   * A window of the function LINEAR (PS3.3 C.11.2.1.2.1), not clipped.
   *
   * @param center Window Center
   * @param width Window Width, above 1
   */
  record Linear(double center, double width) implements VoiLut {
    @Override
    public double apply(double modalityValue) {
      return (modalityValue - (center - 0.5)) / (width - 1) + 0.5;
    }
  }

  /**
   * A window of the function LINEAR_EXACT (PS3.3 C.11.2.1.3.2), not clipped.
   *
   * @param center Window Center
   * @param width Window Width, above 0
   */
  record LinearExact(double center, double width) implements VoiLut {
    @Override
    public double apply(double modalityValue) {
      return (modalityValue - center) / width + 0.5;
    }
  }

  /**
   * A window of the function SIGMOID (PS3.3 C.11.2.1.3.1).
   *
   * @param center Window Center
   * @param width Window Width, above 0
   */
  record Sigmoid(double center, double width) implements VoiLut {
    @Override
    public double apply(double modalityValue) {
      return 1 / (1 + Math.exp(-4 * (modalityValue - center) / width));
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

  /** The dataset's first window, or its VOI LUT if it has no window that can be used. */
  static Optional<VoiLut> of(Dataset dataset) {
    return window(dataset).or(() -> table(dataset));
  }

  private static Optional<VoiLut> window(Dataset dataset) {
    List<Double> centers = dataset.decimals(Tag.WINDOW_CENTER);
    List<Double> widths = dataset.decimals(Tag.WINDOW_WIDTH);
    if (centers.isEmpty() || widths.isEmpty()) {
      return Optional.empty();
    }
    double center = centers.get(0);
    double width = widths.get(0);
    return switch (dataset.string(Tag.VOILUT_FUNCTION).orElse("LINEAR")) {
      case "SIGMOID" -> width > 0 ? Optional.of(new Sigmoid(center, width)) : Optional.empty();
      case "LINEAR_EXACT" ->
          width > 0 ? Optional.of(new LinearExact(center, width)) : Optional.empty();
      default -> width > 1 ? Optional.of(new Linear(center, width)) : Optional.empty();
    };
  }

  private static Optional<VoiLut> table(Dataset dataset) {
    List<Dataset> sequence = dataset.items(Tag.VOILUT_SEQUENCE);
    return sequence.isEmpty() ? Optional.empty() : LookupTable.of(sequence.get(0)).map(Table::new);
  }
}
