// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;

/** The part of a chest radiograph that a reader's verdict is about. */
public enum ReadRegion {
  RIGHT_LUNG(Codes.RIGHT_LUNG),
  LEFT_LUNG(Codes.LEFT_LUNG),
  HEART(Codes.HEART),
  MEDIASTINUM(Codes.MEDIASTINUM),
  DIAPHRAGM(Codes.DIAPHRAGM),
  BONES(Codes.RIB),
  CHEST_WALL(Codes.CHEST_WALL),
  NECK(Codes.NECK);

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts
  private final CodedConcept concept;

  ReadRegion(CodedConcept concept) {
    this.concept = concept;
  }

  /** The site, by SNOMED CT. */
  public CodedConcept concept() {
    return concept;
  }

  /** The name in requests and in the database, for example {@code right-lung}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The region of a name, if it is one. */
  public static Optional<ReadRegion> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
