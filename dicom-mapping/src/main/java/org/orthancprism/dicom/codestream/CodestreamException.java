// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

/**
 * Compressed pixel data that no decoder must be given. The message tells the reason as a clause
 * that can follow a colon; it holds no patient data.
 */
public final class CodestreamException extends Exception {
  private static final long serialVersionUID = 1L;

  CodestreamException(String message) {
    super(message);
  }
}
