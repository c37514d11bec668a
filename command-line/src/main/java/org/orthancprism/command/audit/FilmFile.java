// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.command.picture.GreyPicture;
import org.orthancprism.command.picture.PictureException;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.models.film.Film;

/**
 * A file that holds a film.
 *
 * @param file where it lies
 * @param digest SHA-256 of its bytes in lower-case hexadecimal: the film's name in the results,
 *     whatever the file is called
 * @param patient whose film it is, which is written nowhere; empty where the file does not say so
 */
record FilmFile(Path file, String digest, Optional<String> patient) {

  static FilmFile of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return new FilmFile(
        file, DigestUtils.sha256Hex(bytes), isPng(file) ? Optional.empty() : patient(bytes));
  }

  private static boolean isPng(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
  }

  /** By Patient ID and its issuer; where there is no Patient ID, the films of a study are alike. */
  private static Optional<String> patient(byte[] bytes) {
    try {
      Dataset dataset = InstalledCodec.find().read(bytes).dataset();
      return dataset
          .string(Tag.PATIENT_ID)
          .map(id -> id + " of " + dataset.string(Tag.ISSUER_OF_PATIENT_ID).orElse(""))
          .or(() -> dataset.string(Tag.STUDY_INSTANCE_UID).map(uid -> "study " + uid));
    } catch (DicomFormatException e) {
      // The audit leaves the file out, and says why.
      return Optional.empty();
    }
  }

  /**
   * Reads the film's luminance as its own display window shows it.
   *
   * @throws AuditException when the file holds no film that can be audited; the message says why
   */
  Film read() throws AuditException {
    try {
      return isPng(file) ? png() : dicom();
    } catch (PictureException | FilmException | DicomFormatException e) {
      throw new AuditException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new AuditException("it can't be read (" + e + "): check its rights", e);
    }
  }

  private Film png() throws IOException, PictureException {
    GreyPicture png = GreyPicture.read(file);
    return new Film(png.rows(), png.columns(), png.luminance());
  }

  private Film dicom() throws IOException, AuditException, DicomFormatException, FilmException {
    DicomObject object = InstalledCodec.find().read(Files.readAllBytes(file));
    Selection selection = new FilmSelector().select(object.dataset());
    if (selection instanceof Selection.PassedOver passedOver) {
      throw new AuditException(passedOver.reason());
    }
    if (selection instanceof Selection.Damaged damaged) {
      throw new AuditException(damaged.reason());
    }
    if (!NativePixels.isNative(object)) {
      throw new AuditException(
          "its pixels are compressed ("
              + object.transferSyntax().uid()
              + "): decode it first, for example with gdcmconv --raw");
    }
    Radiograph film = Radiograph.of(object, NativePixels.read(object));
    return new Film(film.rows(), film.columns(), film.modelLuminance());
  }
}
