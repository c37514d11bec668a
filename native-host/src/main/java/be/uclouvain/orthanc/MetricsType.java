// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/**
 * How Orthanc keeps a metric between two readings. The numbers are those of Orthanc's C interface.
 */
public enum MetricsType {
  /** The last value is kept. */
  DEFAULT(0),
  /** A duration, of which the highest value over the last seconds is kept. */
  TIMER(1);

  private final int value;

  MetricsType(int value) {
    this.value = value;
  }

  /**
   * Finds the constant of a number in Orthanc's C interface.
   *
   * @throws IllegalArgumentException if this SDK has no constant for the number
   */
  @SuppressWarnings("ProtectedMembersInFinalClass") // the official signature
  protected static MetricsType getInstance(int value) {
    for (MetricsType candidate : values()) {
      if (candidate.value == value) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("MetricsType has no constant for the value " + value);
  }

  /** Returns this constant's number in Orthanc's C interface. */
  public int getValue() {
    return value;
  }
}
