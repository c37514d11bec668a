// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

/**
 * Bytes that are no DICOM file, or one that is damaged or of an unknown kind. Never patient data.
 */
public final class DicomFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, where, and what to do if something can be done. */
  public DicomFormatException(String message) {
    super(message);
  }

  /** Says what is wrong, with the fault underneath. */
  public DicomFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
