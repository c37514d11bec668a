// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * From stored values to the values that the modality means by them.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.1">PS3.3
 *     C.11.1</a>
 */
public sealed interface ModalityLut {

  /** No modality means numbers beyond this; with them, sums would no longer be finite. */
  double LARGEST = 1e30;

  /** What the modality means by a stored value. */
  double apply(int storedValue);

  /** Stored values mean themselves, since the film says nothing else that could be used. */
  record Identity() implements ModalityLut {
    @Override
    public double apply(int storedValue) {
      return storedValue;
    }
  }

  /**
   * Output = slope x stored value + intercept.
   *
   * @param slope Rescale Slope, not 0
   * @param intercept Rescale Intercept
   */
  record Rescale(double slope, double intercept) implements ModalityLut {
    @Override
    public double apply(int storedValue) {
      return slope * storedValue + intercept;
    }
  }

  /**
   * A table.
   *
   * @param table the Modality LUT
   */
  record Table(LookupTable table) implements ModalityLut {
    @Override
    public double apply(int storedValue) {
      return table.apply(storedValue);
    }
  }

  /**
   * What the dataset says. A table goes before a rescale. Of slope and intercept neither counts
   * without the other or with a slope of 0, as in DCMTK, pydicom and Orthanc.
   */
  static ModalityLut of(Dataset dataset, boolean signedPixels) {
    List<Dataset> sequence = dataset.items(Tag.MODALITY_LUT_SEQUENCE);
    Optional<LookupTable> table =
        sequence.isEmpty() ? Optional.empty() : LookupTable.of(sequence.get(0), signedPixels);
    if (table.isPresent()) {
      return new Table(table.get());
    }
    OptionalDouble slope = dataset.decimal(Tag.RESCALE_SLOPE);
    OptionalDouble intercept = dataset.decimal(Tag.RESCALE_INTERCEPT);
    double most = Math.abs(intercept.orElse(0));
    double steep = Math.abs(slope.orElse(0));
    return slope.isPresent()
            && intercept.isPresent()
            && steep >= 1 / LARGEST
            && steep <= LARGEST
            && most <= LARGEST
        ? new Rescale(slope.getAsDouble(), intercept.getAsDouble())
        : new Identity();
  }
}
