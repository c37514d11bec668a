// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;

/** Small phantoms with support devices, each a patient and a study of its own. */
public final class EnduranceFilms {

  private static final int ROWS = 416;
  private static final int COLUMNS = 352;
  private static final int BITS = 12;

  /** Pixels repeat after so many films, since to draw them takes time that the trial needs. */
  private static final int DRAWINGS = 8;

  private static final int WHITE = (1 << BITS) - 1;

  private final Path folder;
  private final Map<Integer, Drawing> drawings = new HashMap<>();

  public EnduranceFilms(Path folder) {
    this.folder = folder;
  }

  /** Writes the film with a number. */
  public DicomFile film(int number) throws IOException {
    Drawing drawing = drawings.computeIfAbsent(number % DRAWINGS, EnduranceFilms::draw);
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Trial^" + number,
            "TRIAL-" + number,
            "AP",
            false,
            BITS,
            (WHITE + 1) / 2.0,
            WHITE + 1,
            drawing.spacing(),
            LocalDateTime.of(2026, 1, 1, 12, 0));
    Path file = Files.createDirectories(folder).resolve("trial-" + number + ".dcm");
    Files.write(
        file,
        InstalledCodec.find()
            .write(
                DigitalRadiograph.of(
                    drawing.pixels(), description, "orthanc-prism trial " + number)));
    try {
      return DicomFile.read(file);
    } catch (DicomFormatException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }

  /** A phantom's pixels, and their distance in mm. */
  private record Drawing(StoredPixels pixels, double spacing) {}

  private static Drawing draw(int seed) {
    Phantom phantom = Phantom.generate(new PhantomSettings(ROWS, COLUMNS, seed, true, false));
    return new Drawing(
        StoredPixels.ofLuminance(ROWS, COLUMNS, phantom.film().luminance(), BITS),
        phantom.pixelSpacing());
  }
}
