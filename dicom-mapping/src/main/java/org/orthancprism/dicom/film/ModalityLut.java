// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * From stored values to the values that the modality means by them.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.1">PS3.3
 *     C.11.1</a>
 */
sealed interface ModalityLut {

  double apply(int storedValue);

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

  /** What the dataset says; identity if it says nothing. */
  static ModalityLut of(Dataset dataset, boolean signedPixels) {
    List<Dataset> sequence = dataset.items(Tag.MODALITY_LUT_SEQUENCE);
    Optional<LookupTable> table =
        sequence.isEmpty() ? Optional.empty() : LookupTable.of(sequence.get(0), signedPixels);
    if (table.isPresent()) {
      return new Table(table.get());
    }
    double slope = dataset.decimal(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = dataset.decimal(Tag.RESCALE_INTERCEPT).orElse(0);
    return new Rescale(slope == 0 ? 1 : slope, intercept);
  }
}
