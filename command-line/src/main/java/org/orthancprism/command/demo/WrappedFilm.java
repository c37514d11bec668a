// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.orthancprism.command.picture.GreyPicture;
import org.orthancprism.command.picture.PictureException;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.film.Film;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;

/** Films that are not DICOM yet, wrapped as Digital X-Ray images without a patient. */
final class WrappedFilm {

  private static final int PHANTOM_BITS = 12;
  private static final int ROWS = 1024;
  private static final int COLUMNS = 832;

  /** A phantom with leads, tubes and a pacemaker. */
  private static final PhantomSettings PHANTOM = new PhantomSettings(ROWS, COLUMNS, 3, true, false);

  /** Height of a usual detector in mm, assumed for a picture without one. */
  private static final double DETECTOR_HEIGHT = 430;

  private static final LocalDateTime ACQUIRED = LocalDateTime.of(2026, 1, 1, 12, 0);

  private WrappedFilm() {}

  /** Draws the project's phantom into a folder. */
  static DicomFile phantom(Path folder) throws IOException {
    return write(folder, Phantom.generate(PHANTOM), "phantom-" + PHANTOM.seed());
  }

  private static DicomFile write(Path folder, Phantom phantom, String name) throws IOException {
    Film film = phantom.film();
    StoredPixels pixels =
        StoredPixels.ofLuminance(film.rows(), film.columns(), film.luminance(), PHANTOM_BITS);
    return write(folder, pixels, PHANTOM_BITS, phantom.pixelSpacing(), name);
  }

  /**
   * Wraps a grey PNG of 8 or 16 bits.
   *
   * @throws DemoException when the picture is damaged, not grey or not a PNG
   */
  static DicomFile png(Path folder, Path png) throws IOException, DemoException {
    GreyPicture picture;
    try {
      picture = GreyPicture.read(png);
    } catch (PictureException e) {
      throw new DemoException(String.valueOf(e.getMessage()), e);
    }
    StoredPixels pixels = new StoredPixels(picture.rows(), picture.columns(), picture.values());
    double spacing = DETECTOR_HEIGHT / picture.rows();
    return write(folder, pixels, picture.bits(), spacing, baseName(png));
  }

  private static String baseName(Path png) {
    return png.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private static DicomFile write(
      Path folder, StoredPixels pixels, int bits, double spacing, String name) throws IOException {
    double white = (1 << bits) - 1;
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Demonstration^" + name,
            name,
            "AP",
            false,
            bits,
            (white + 1) / 2,
            white + 1,
            spacing,
            ACQUIRED);
    DicomObject object = DigitalRadiograph.of(pixels, description, "orthanc-prism demo " + name);
    Files.createDirectories(folder);
    Path file = folder.resolve(name + ".dcm");
    try (OutputStream output = Files.newOutputStream(file)) {
      InstalledCodec.find().write(object, output);
    }
    try {
      return DicomFile.read(file);
    } catch (DicomFormatException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }
}
