// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;

/**
 * All that the worker does to a film but the edit: reads the file, selects it, takes its luminance,
 * puts a changed one back where a mask says so, labels and writes the counterfactual.
 */
final class FilmMapping {

  /** Share of the film that is changed, more than an edit of the default pack does. */
  private static final int CHANGED = 5;

  private static final Algorithm ALGORITHM =
      new Algorithm(
          "orthanc-prism", "orthanc-prism", "bench", "bench", "1", "0".repeat(64), "bench");

  private static final EditDescription EDIT =
      new EditDescription(
          EditIdentity.of("remove-pleural-effusion"),
          "Pleural effusion",
          new CodedConcept("60046008", "SCT", "Pleural effusion"),
          EditDescription.Change.REMOVED,
          "image-conditioned",
          "",
          "Chest X-ray without pleural effusion",
          42,
          1,
          1.0,
          Optional.empty());

  private final float[] weights;
  private final Path source;
  private final Path result;
  private final DicomCodec codec = InstalledCodec.find();
  private final FilmSelector selector = new FilmSelector();
  private final Clock clock = Clock.systemUTC();

  /**
   * @param pixels number of the film's pixels
   * @param source the film's file
   * @param result where the counterfactual is written
   */
  FilmMapping(int pixels, Path source, Path result) {
    this.weights = mask(pixels);
    this.source = source;
    this.result = result;
  }

  /** Goes the whole way once. */
  void run() throws IOException, BenchException {
    try {
      DicomObject film = codec.read(Files.readAllBytes(source));
      if (!(selector.select(film.dataset()) instanceof Selection.Eligible)) {
        throw new BenchException("the film of the bench is not taken for a film");
      }
      Radiograph radiograph = Radiograph.of(film, NativePixels.read(film));
      float[] luminance = radiograph.modelLuminance();
      change(luminance);
      FilmEdit edit = new FilmEdit(radiograph, radiograph.storedValues(luminance, weights), EDIT);
      Origin origin = new Origin(ALGORITHM, SeriesNumbers.behind(Map.of()), clock);
      DicomObject image = CounterfactualImage.of(edit, SyntheticLabel.of(edit), origin);
      try (OutputStream file = Files.newOutputStream(result)) {
        codec.write(image, file);
      }
    } catch (DicomFormatException | FilmException e) {
      throw new BenchException("the film of the bench can't be read: " + e.getMessage(), e);
    }
  }

  /** Stands for the edit, which is not measured here: darkens what the mask says. */
  private static void change(float[] luminance) {
    int from = luminance.length / 2;
    for (int i = from; i < from + luminance.length / CHANGED; i++) {
      luminance[i] *= 0.9f;
    }
  }

  private static float[] mask(int pixels) {
    float[] weights = new float[pixels];
    Arrays.fill(weights, pixels / 2, pixels / 2 + pixels / CHANGED, 1);
    return weights;
  }
}
