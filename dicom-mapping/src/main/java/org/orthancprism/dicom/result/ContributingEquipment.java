// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;

/**
 * Contributing Equipment Sequence: the algorithm, the equipment that took the film, and what the
 * film itself names.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1">PS3.3
 *     C.12.1</a>
 */
public final class ContributingEquipment {

  private ContributingEquipment() {}

  /** The items for an object that the algorithm made from the film. */
  public static List<Dataset> of(Dataset source, Algorithm algorithm) {
    List<Dataset> items = new ArrayList<>(source.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE));
    acquisition(source).ifPresent(items::add);
    items.add(synthesizing(algorithm));
    return items;
  }

  /** The item of the algorithm alone. */
  public static Dataset synthesizing(Algorithm algorithm) {
    return purpose(Codes.SYNTHESIZING_EQUIPMENT)
        .set(Tag.MANUFACTURER, algorithm.manufacturer())
        .set(Tag.MANUFACTURER_MODEL_NAME, algorithm.modelName())
        .set(Tag.SOFTWARE_VERSIONS, algorithm.softwareVersion(), algorithm.packVersion())
        .set(Tag.DEVICE_UID, DerivedUid.device(algorithm.packDigest()))
        .set(
            Tag.CONTRIBUTION_DESCRIPTION,
            "Generated the synthetic content with the pack "
                + algorithm.packName()
                + " "
                + algorithm.packVersion()
                + ", SHA-256 "
                + algorithm.packDigest()
                + ". Not for diagnosis.")
        .build();
  }

  private static Optional<Dataset> acquisition(Dataset source) {
    Optional<String> manufacturer = source.string(Tag.MANUFACTURER);
    if (manufacturer.isEmpty()) {
      return Optional.empty();
    }
    DatasetBuilder item = purpose(Codes.ACQUISITION_EQUIPMENT);
    StudyContext.copyConforming(
        List.of(
            Tag.MANUFACTURER,
            Tag.INSTITUTION_NAME,
            Tag.INSTITUTION_ADDRESS,
            Tag.STATION_NAME,
            Tag.INSTITUTIONAL_DEPARTMENT_NAME,
            Tag.MANUFACTURER_MODEL_NAME,
            Tag.DEVICE_SERIAL_NUMBER,
            Tag.SOFTWARE_VERSIONS,
            Tag.DEVICE_UID),
        source,
        item);
    return Optional.of(item.build());
  }

  private static DatasetBuilder purpose(CodedConcept concept) {
    return Dataset.builder().set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, concept.item());
  }
}
