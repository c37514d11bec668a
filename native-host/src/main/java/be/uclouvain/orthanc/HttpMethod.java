// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/** The method of a REST request. The numbers are those of Orthanc's C interface. */
public enum HttpMethod {
  /** Reads a resource. */
  GET(1),
  /** Creates a resource or starts an action. */
  POST(2),
  /** Sets a resource. */
  PUT(3),
  /** Removes a resource. */
  DELETE(4);

  private final int value;

  HttpMethod(int value) {
    this.value = value;
  }

  /**
   * Finds the constant of a number in Orthanc's C interface.
   *
   * @throws IllegalArgumentException if this SDK has no constant for the number
   */
  @SuppressWarnings("ProtectedMembersInFinalClass") // the official signature
  protected static HttpMethod getInstance(int value) {
    for (HttpMethod candidate : values()) {
      if (candidate.value == value) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("HttpMethod has no constant for the value " + value);
  }

  /** Returns this constant's number in Orthanc's C interface. */
  public int getValue() {
    return value;
  }
}
