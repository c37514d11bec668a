// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import javax.imageio.ImageIO;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.phantom.Phantom;
import org.orthancprism.models.phantom.PhantomSettings;

/** Films that are not DICOM yet, wrapped as Digital X-Ray images of nobody. */
final class WrappedFilm {

  private static final int PHANTOM_BITS = 12;
  private static final int ROWS = 1024;
  private static final int COLUMNS = 832;

  /** A phantom with leads, tubes and a pacemaker. */
  private static final PhantomSettings PHANTOM = new PhantomSettings(ROWS, COLUMNS, 3, true, false);

  /** Height of a usual detector in mm, taken for a picture that does not tell its own. */
  private static final double DETECTOR_HEIGHT = 430;

  private static final LocalDateTime ACQUIRED = LocalDateTime.of(2026, 1, 1, 12, 0);

  private WrappedFilm() {}

  /** Draws the project's phantom into a folder. */
  static DicomFile phantom(Path folder) throws IOException {
    return write(folder, Phantom.generate(PHANTOM), "phantom-" + PHANTOM.seed());
  }

  private static DicomFile write(Path folder, Phantom phantom, String name) throws IOException {
    Film film = phantom.film();
    int white = (1 << PHANTOM_BITS) - 1;
    int[] values = new int[film.luminance().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(white * Math.max(0, Math.min(1, film.luminance()[i])));
    }
    StoredPixels pixels = new StoredPixels(film.rows(), film.columns(), values);
    return write(folder, pixels, PHANTOM_BITS, phantom.pixelSpacing(), name);
  }

  /**
   * Wraps a grey PNG of 8 or 16 bits.
   *
   * @throws DemoException when the picture is not grey or not a PNG
   */
  static DicomFile png(Path folder, Path png) throws IOException, DemoException {
    BufferedImage picture = ImageIO.read(png.toFile());
    if (picture == null || picture.getRaster().getNumBands() != 1 || isPalette(picture)) {
      throw new DemoException(png + " is not a grey PNG of 8 or 16 bits");
    }
    Raster raster = picture.getRaster();
    int bits = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 16 : 8;
    int[] values = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    StoredPixels pixels = new StoredPixels(raster.getHeight(), raster.getWidth(), values);
    return write(folder, pixels, bits, DETECTOR_HEIGHT / raster.getHeight(), baseName(png));
  }

  private static boolean isPalette(BufferedImage picture) {
    return picture.getColorModel() instanceof IndexColorModel
        || picture.getSampleModel().getSampleSize(0) < 8;
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
    Files.write(file, new Part10Codec().write(object));
    try {
      return DicomFile.read(file);
    } catch (DicomFormatException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }
}
