// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A film whose pixels can't be used. The message tells the reason, and the SOP Instance UID where
 * there is a dataset to take it from; it never carries patient data.
 */
public final class FilmException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which film, what is wrong with it, and what to do if something can be done. */
  public FilmException(String message) {
    super(message);
  }

  /** An exception about the instance of this dataset. */
  static FilmException about(Dataset dataset, String reason) {
    String uid = dataset.string(Tag.SOP_INSTANCE_UID).orElse("without SOP Instance UID");
    return new FilmException("instance " + uid + ": " + reason);
  }
}
