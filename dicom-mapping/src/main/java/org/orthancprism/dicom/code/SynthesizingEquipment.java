// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.code;

import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The equipment that made an object synthetic: items of Contributing Equipment Sequence (0018,A001)
 * with the purpose (109100, DCM, "Synthesizing Equipment").
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1">PS3.3
 *     C.12.1</a>
 */
public final class SynthesizingEquipment {

  private SynthesizingEquipment() {}

  /**
   * The items of an object that describe such equipment; none for an object that is not synthetic.
   */
  public static Stream<Dataset> of(Dataset dataset) {
    return dataset.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE).stream()
        .filter(SynthesizingEquipment::is);
  }

  /** Whether an item of the sequence describes such equipment. */
  public static boolean is(Dataset item) {
    return item.items(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE).stream()
        .anyMatch(Codes.SYNTHESIZING_EQUIPMENT::matches);
  }
}
