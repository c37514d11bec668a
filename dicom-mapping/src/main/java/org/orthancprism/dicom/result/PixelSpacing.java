// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.display.PixelAspectRatio;

/**
 * Distance of neighbouring pixels in mm.
 *
 * @param betweenRows vertical distance, above 0
 * @param betweenColumns horizontal distance, above 0
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_10.7">PS3.3
 *     10.7</a>
 */
public record PixelSpacing(double betweenRows, double betweenColumns) {

  private static final List<Tag> CALIBRATION =
      List.of(Tag.PIXEL_SPACING_CALIBRATION_TYPE, Tag.PIXEL_SPACING_CALIBRATION_DESCRIPTION);

  public PixelSpacing {
    if (!(betweenRows > 0) || !(betweenColumns > 0)) {
      throw new IllegalArgumentException("pixel spacing is above 0");
    }
  }

  /** The calibrated spacing if there is one, otherwise that at the detector. */
  public static Optional<PixelSpacing> of(Dataset dataset) {
    return of(dataset, Tag.PIXEL_SPACING).or(() -> of(dataset, Tag.IMAGER_PIXEL_SPACING));
  }

  /** The spacing in one attribute, if it has two values above 0. */
  private static Optional<PixelSpacing> of(Dataset dataset, Tag tag) {
    List<Double> values = dataset.decimals(tag);
    return values.size() == 2 && values.get(0) > 0 && values.get(1) > 0
        ? Optional.of(new PixelSpacing(values.get(0), values.get(1)))
        : Optional.empty();
  }

  /** Area of a number of pixels in square millimetres. */
  public double area(long pixels) {
    return pixels * betweenRows * betweenColumns;
  }

  /**
   * Copies the film's geometry to an image with the same pixels.
   *
   * <p>Pixel Spacing is of the Secondary Capture Image Module. Imager Pixel Spacing is not, and is
   * kept as a Standard Extended attribute (PS3.2 3.11): where Pixel Spacing is absent in the film,
   * a value equal to Imager Pixel Spacing tells a reader that lengths are those at the detector
   * (PS3.3 10.7.1.1). Where neither is known, the shape of the pixels is kept if the film tells it,
   * but no spacing is made of it. Nominal Scanned Pixel Spacing is not allowed here: it belongs to
   * digitised film.
   */
  static void copy(Dataset source, DatasetBuilder target) {
    Optional<PixelSpacing> imager = of(source, Tag.IMAGER_PIXEL_SPACING);
    Optional<PixelSpacing> calibrated = of(source, Tag.PIXEL_SPACING);
    imager.ifPresent(spacing -> spacing.write(target, Tag.IMAGER_PIXEL_SPACING));
    calibrated.or(() -> imager).ifPresent(spacing -> spacing.write(target, Tag.PIXEL_SPACING));
    if (calibrated.isPresent()) {
      StudyContext.copyConforming(CALIBRATION, source, target);
    } else if (imager.isEmpty()) {
      PixelAspectRatio.of(source).ifPresent(ratio -> ratio.write(target, Tag.PIXEL_ASPECT_RATIO));
    }
  }

  private void write(DatasetBuilder target, Tag tag) {
    target.set(tag, betweenRows, betweenColumns);
  }
}
