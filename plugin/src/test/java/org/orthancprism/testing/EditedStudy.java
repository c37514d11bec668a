// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;

/**
 * A small film of which an effusion was removed, its counterfactual and the report of it.
 *
 * @param film the film
 * @param counterfactual its counterfactual, without label
 * @param report the report
 */
public record EditedStudy(DicomObject film, DicomObject counterfactual, DicomObject report) {

  /** Digest of the pack. */
  public static final String PACK = "a".repeat(64);

  /** Name of the edit. */
  public static final String EDIT = "remove-pleural-effusion";

  private static final int SIDE = 64;

  /** A study. */
  public static EditedStudy make() {
    int[] values = new int[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 4000;
    }
    int[] edited = values.clone();
    for (int i = 0; i < 10 * SIDE; i++) {
      edited[i] = 100;
    }
    DicomObject film = film(new StoredPixels(SIDE, SIDE, values));
    Radiograph source = radiograph(film, new StoredPixels(SIDE, SIDE, values));
    FilmEdit edit = new FilmEdit(source, new StoredPixels(SIDE, SIDE, edited), description());
    Origin origin = origin();
    DicomObject image = CounterfactualImage.of(edit, Optional.empty(), origin);
    EditedFilm told =
        new EditedFilm(
            film.dataset(),
            image.dataset(),
            edit.edit(),
            ChangeMeasures.between(source, edit.pixels()));
    return new EditedStudy(
        film, image, CounterfactualReport.of(List.of(film.dataset()), List.of(told), origin));
  }

  /** A file of one of the objects. */
  public static byte[] file(DicomObject object) {
    return new Part10Codec().write(object);
  }

  private static DicomObject film(StoredPixels pixels) {
    return TestFilms.film(pixels, "TEST", "AP", "edited study");
  }

  private static Radiograph radiograph(DicomObject film, StoredPixels pixels) {
    try {
      return Radiograph.of(film, pixels);
    } catch (FilmException e) {
      throw new AssertionError(e);
    }
  }

  private static EditDescription description() {
    return new EditDescription(
        EditIdentity.of(EDIT),
        "Pleural effusion",
        new CodedConcept("60046008", "SCT", "Pleural effusion"),
        EditDescription.Change.REMOVED,
        "image-conditioned",
        "",
        "remove pleural effusion",
        1,
        1,
        1,
        Optional.empty());
  }

  private static Origin origin() {
    return new Origin(
        new Algorithm("orthanc-prism", "orthanc-prism", "1", "default", "1", PACK, "orthanc-prism"),
        SeriesNumbers.behind(Map.of("1.2.3", 1)),
        Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC));
  }
}
