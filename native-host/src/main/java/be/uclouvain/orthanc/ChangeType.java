// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/**
 * What happened to a resource, or to Orthanc itself. The numbers are those of Orthanc's C
 * interface.
 */
public enum ChangeType {
  /** A series has as many instances as it announced. */
  COMPLETED_SERIES(0),
  /** A resource was deleted. */
  DELETED(1),
  /** An instance was added below a patient, study or series. */
  NEW_CHILD_INSTANCE(2),
  /** An instance was stored. */
  NEW_INSTANCE(3),
  /** The first instance of a patient was stored. */
  NEW_PATIENT(4),
  /** The first instance of a series was stored. */
  NEW_SERIES(5),
  /** The first instance of a study was stored. */
  NEW_STUDY(6),
  /** A patient received no instance during the configured time. */
  STABLE_PATIENT(7),
  /** A series received no instance during the configured time. */
  STABLE_SERIES(8),
  /** A study received no instance during the configured time. */
  STABLE_STUDY(9),
  /** Orthanc is up: its database and its REST API can be used. */
  ORTHANC_STARTED(10),
  /** Orthanc is about to stop. */
  ORTHANC_STOPPED(11),
  /** A user-defined attachment was added or changed. */
  UPDATED_ATTACHMENT(12),
  /** User-defined metadata were added or changed. */
  UPDATED_METADATA(13),
  /** The list of Orthanc peers was changed. */
  UPDATED_PEERS(14),
  /** The list of DICOM modalities was changed. */
  UPDATED_MODALITIES(15),
  /** A job was submitted. */
  JOB_SUBMITTED(16),
  /** A job ended well. */
  JOB_SUCCESS(17),
  /** A job failed. */
  JOB_FAILURE(18);

  private final int value;

  ChangeType(int value) {
    this.value = value;
  }

  /**
   * Finds the constant of a number in Orthanc's C interface.
   *
   * @throws IllegalArgumentException if this SDK has no constant for the number
   */
  @SuppressWarnings("ProtectedMembersInFinalClass") // the official signature
  protected static ChangeType getInstance(int value) {
    for (ChangeType candidate : values()) {
      if (candidate.value == value) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("ChangeType has no constant for the value " + value);
  }

  /** Returns this constant's number in Orthanc's C interface. */
  public int getValue() {
    return value;
  }
}
