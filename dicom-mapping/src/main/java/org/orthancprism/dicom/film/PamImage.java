// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

/** Reads the portable arbitrary map in which Orthanc answers {@code image-uint16}. */
public final class PamImage {

  private PamImage() {}

  /**
   * The values of a grayscale map of 8 or 16 bits. Of signed values ({@code image-int16}) the bits
   * are given: {@link Radiograph#of} restores the sign.
   *
   * @throws FilmException if the bytes are no such map
   */
  public static StoredPixels read(byte[] pam) throws FilmException {
    throw new FilmException("being written");
  }
}
