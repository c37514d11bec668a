// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.endure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.phantom.Phantom;
import org.orthancprism.models.phantom.PhantomSettings;

/** Small phantoms with support devices, each a patient and a study of its own. */
final class TrialFilms {

  private static final int ROWS = 416;
  private static final int COLUMNS = 352;
  private static final int BITS = 12;

  /** Pixels repeat after so many films, since to draw them takes time that the trial needs. */
  private static final int DRAWINGS = 8;

  private final Path folder;

  TrialFilms(Path folder) {
    this.folder = folder;
  }

  /** Writes the film with a number. */
  DicomFile film(int number) throws IOException {
    Phantom phantom =
        Phantom.generate(new PhantomSettings(ROWS, COLUMNS, number % DRAWINGS, true, false));
    float[] luminance = phantom.film().luminance();
    int white = (1 << BITS) - 1;
    int[] values = new int[luminance.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(white * Math.max(0, Math.min(1, luminance[i])));
    }
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Trial^" + number,
            "TRIAL-" + number,
            "AP",
            false,
            BITS,
            (white + 1) / 2.0,
            white + 1,
            phantom.pixelSpacing(),
            LocalDateTime.of(2026, 1, 1, 12, 0));
    Path file = Files.createDirectories(folder).resolve("trial-" + number + ".dcm");
    StoredPixels pixels = new StoredPixels(ROWS, COLUMNS, values);
    Files.write(
        file,
        new Part10Codec()
            .write(DigitalRadiograph.of(pixels, description, "orthanc-prism trial " + number)));
    try {
      return DicomFile.read(file);
    } catch (DicomFormatException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }
}
