// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import org.orthancprism.dicom.code.SynthesizingEquipment;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The marks of content that was made and not captured: Synthetic Data (0008,001C), or Contributing
 * Equipment of the purpose (109100, DCM, "Synthesizing Equipment").
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1">PS3.3
 *     C.12.1</a>
 */
public final class SyntheticMark {

  private SyntheticMark() {}

  /** Whether the instance, or one that it was derived from, carries a mark. */
  public static boolean isOn(Dataset dataset) {
    return dataset.string(Tag.SYNTHETIC_DATA).filter("YES"::equals).isPresent()
        || SynthesizingEquipment.of(dataset).findAny().isPresent();
  }
}
