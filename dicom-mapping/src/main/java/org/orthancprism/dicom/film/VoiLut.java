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

  /**
   * The dataset's first window that can be used, or its first VOI LUT if there is none. A window is
   * preferred, since luminance beyond it is not lost.
   *
   * @param signedPixels whether stored values, and so the inputs of a table, may be negative
   */
  static Optional<VoiLut> of(Dataset dataset, boolean signedPixels) {
    return window(dataset).or(() -> table(dataset, signedPixels));
  }

  private static Optional<VoiLut> window(Dataset dataset) {
    List<Double> centers = dataset.decimals(Tag.WINDOW_CENTER);
    List<Double> widths = dataset.decimals(Tag.WINDOW_WIDTH);
    String function = dataset.string(Tag.VOILUT_FUNCTION).orElse("LINEAR");
    for (int i = 0; i < Math.min(centers.size(), widths.size()); i++) {
      Optional<VoiLut> window = window(function, centers.get(i), widths.get(i));
      if (window.isPresent()) {
        return window;
      }
    }
    return Optional.empty();
  }

  private static Optional<VoiLut> window(String function, double center, double width) {
    return switch (function) {
      case "SIGMOID" -> width > 0 ? Optional.of(new Sigmoid(center, width)) : Optional.empty();
      case "LINEAR_EXACT" ->
          width > 0 ? Optional.of(new LinearExact(center, width)) : Optional.empty();
      default -> width > 1 ? Optional.of(new Linear(center, width)) : Optional.empty();
    };
  }

  private static Optional<VoiLut> table(Dataset dataset, boolean signedPixels) {
    List<Dataset> sequence = dataset.items(Tag.VOILUT_SEQUENCE);
    return sequence.stream()
        .flatMap(item -> LookupTable.of(item, signedPixels).stream())
        .findFirst()
        .map(Table::new);
  }
}
