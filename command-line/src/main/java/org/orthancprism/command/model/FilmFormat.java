// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.UUID;
import org.orthancprism.command.picture.PngFile;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.film.Film;

/**
 * The file that a film is sent as. Only their pixels distinguish sources, counterfactuals and
 * controls: whatever else a file says is the same for all, or random.
 */
enum FilmFormat {

  /** A grey PNG of 8 bits. */
  PNG("image/png") {
    @Override
    byte[] bytes(Film film) {
      BufferedImage picture =
          new BufferedImage(film.columns(), film.rows(), BufferedImage.TYPE_BYTE_GRAY);
      picture
          .getRaster()
          .setPixels(0, 0, film.columns(), film.rows(), stored(film, PICTURE_BITS).values());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        PngFile.write(picture, PngFile.Content.AUDITED_FILM, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  },

  /** A Digital X-Ray image of 12 bits, of a study and a patient of its own. */
  DICOM("application/dicom") {
    @Override
    byte[] bytes(Film film) {
      String name = UUID.randomUUID().toString();
      DigitalRadiograph.Description description =
          new DigitalRadiograph.Description(
              "Audit^Of a model",
              name,
              "AP",
              false,
              BITS,
              1 << (BITS - 1),
              1 << BITS,
              DETECTOR_HEIGHT / film.rows(),
              LocalDateTime.of(2026, 1, 1, 12, 0));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        InstalledCodec.find()
            .write(DigitalRadiograph.of(stored(film, BITS), description, name), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  };

  private static final int PICTURE_BITS = 8;
  private static final int BITS = 12;

  /** Height of a usual detector in mm. */
  private static final double DETECTOR_HEIGHT = 430;

  private final String mediaType;

  FilmFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** The file's bytes. */
  abstract byte[] bytes(Film film);

  private static StoredPixels stored(Film film, int bits) {
    return StoredPixels.ofLuminance(film.rows(), film.columns(), film.luminance(), bits);
  }
}
