// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/** A service of Orthanc failed; the message is Orthanc's own description of the error. */
public class OrthancException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with the description of what failed. */
  public OrthancException(String errorMessage) {
    super(errorMessage);
  }
}
