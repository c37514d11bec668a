// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/** A level of DICOM's model of the real world. The numbers are those of Orthanc's C interface. */
public enum ResourceType {
  /** A patient. */
  PATIENT(0),
  /** A study. */
  STUDY(1),
  /** A series. */
  SERIES(2),
  /** An instance. */
  INSTANCE(3),
  /** No resource: the change concerns Orthanc itself. */
  NONE(4);

  private final int value;

  ResourceType(int value) {
    this.value = value;
  }

  /**
   * Finds the constant of a number in Orthanc's C interface.
   *
   * @throws IllegalArgumentException if this SDK has no constant for the number
   */
  @SuppressWarnings("ProtectedMembersInFinalClass") // the official signature
  protected static ResourceType getInstance(int value) {
    for (ResourceType candidate : values()) {
      if (candidate.value == value) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("ResourceType has no constant for the value " + value);
  }

  /** Returns this constant's number in Orthanc's C interface. */
  public int getValue() {
    return value;
  }
}
