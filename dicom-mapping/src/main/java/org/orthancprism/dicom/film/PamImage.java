// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.nio.charset.StandardCharsets;

/**
 * Reads the portable arbitrary map (the format P7 of Netpbm) in which Orthanc answers {@code
 * image-uint16}: decoded stored values, 16 bits, big endian.
 */
public final class PamImage {
  private static final int MAXIMUM_HEADER = 1024;
  private static final int MAXIMUM_SIDE = 1 << 16;

  private PamImage() {}

  /**
   * The values of a grayscale map of 8 or 16 bits. Of signed values ({@code image-int16}) the bits
   * are given: {@link Radiograph#of} restores the sign.
   *
   * @throws FilmException if the bytes are no such map
   */
  public static StoredPixels read(byte[] pam) throws FilmException {
    int start = endOfHeader(pam);
    int rows = -1;
    int columns = -1;
    int depth = 1;
    int maximum = -1;
    String header = new String(pam, 0, start, StandardCharsets.ISO_8859_1);
    for (String line : header.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", 2);
      switch (words[0]) {
        case "WIDTH" -> columns = number(words);
        case "HEIGHT" -> rows = number(words);
        case "DEPTH" -> depth = number(words);
        case "MAXVAL" -> maximum = number(words);
        default -> {
          // TUPLTYPE and comments contain nothing that is needed here.
        }
      }
    }
    int bytesPerValue = maximum > 255 ? 2 : 1;
    boolean sane =
        rows >= 1
            && columns >= 1
            && rows <= MAXIMUM_SIDE
            && columns <= MAXIMUM_SIDE
            && depth == 1
            && maximum >= 1
            && maximum <= 65535;
    if (!sane || pam.length - start != (long) rows * columns * bytesPerValue) {
      throw new FilmException("a decoded image is not grayscale or not whole");
    }
    short[] words = new short[rows * columns];
    for (int i = 0, at = start; i < words.length; i++, at += bytesPerValue) {
      int value =
          bytesPerValue == 1 ? pam[at] & 0xFF : (pam[at] & 0xFF) << 8 | (pam[at + 1] & 0xFF);
      words[i] = (short) value;
    }
    return new StoredPixels(rows, columns, false, words);
  }

  private static int endOfHeader(byte[] pam) throws FilmException {
    String head =
        new String(pam, 0, Math.min(pam.length, MAXIMUM_HEADER), StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\nENDHDR\n");
    if (!head.startsWith("P7\n") || end < 0) {
      throw new FilmException("a decoded image is no portable arbitrary map");
    }
    return end + "\nENDHDR\n".length();
  }

  private static int number(String[] words) throws FilmException {
    try {
      return Integer.parseInt(words[words.length - 1].strip());
    } catch (NumberFormatException cause) {
      throw new FilmException("a decoded image has a header that is not to be read");
    }
  }
}
