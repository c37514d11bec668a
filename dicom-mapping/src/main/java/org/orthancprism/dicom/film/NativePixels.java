// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import org.orthancprism.dicom.dataset.DicomObject;

/** Reads pixel data that are not compressed. */
public final class NativePixels {

  private NativePixels() {}

  /** Whether the object's pixel data are there and not compressed. */
  public static boolean isNative(DicomObject object) {
    return !object.transferSyntax().isEncapsulated();
  }

  /**
   * The stored values of a single-frame grayscale image.
   *
   * @throws FilmException if there are no pixel data, or compressed ones, or they do not match the
   *     Image Pixel module
   */
  public static StoredPixels read(DicomObject object) throws FilmException {
    throw new FilmException("being written");
  }
}
