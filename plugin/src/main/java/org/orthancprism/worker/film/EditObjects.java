// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.PixelDigest;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.EditWithoutImage;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.ContourPresentationState;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.DifferenceImage;
import org.orthancprism.dicom.result.EditContours;
import org.orthancprism.dicom.result.FlickerImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.provenance.ResultFiles;

/**
 * Gathers the objects that are made of one film. Each is written at once and its pixels let go, for
 * those of all films of a study would not fit.
 */
public final class EditObjects {

  private final Radiograph source;
  private final WantedResults wanted;
  private final Origin origin;
  private final ResultFiles results;
  private final PixelDigest filmPixels;
  private final List<ResultObject> files = new ArrayList<>();
  private final List<EditContours> contours = new ArrayList<>();
  private final List<EditedFilm> films = new ArrayList<>();
  private final List<EditWithoutImage> withoutImage = new ArrayList<>();

  EditObjects(Radiograph source, WantedResults wanted, Origin origin, ResultFiles results) {
    this.source = source;
    this.wanted = wanted;
    this.origin = origin;
    this.results = results;
    this.filmPixels = PixelDigest.of(source.pixels());
  }

  /**
   * What was made of a film.
   *
   * @param files the objects to store
   * @param films the report's entries, in the order of the edits
   * @param withoutImage the report's entries for edits of which nothing is stored
   */
  public record Made(
      List<ResultObject> files, List<EditedFilm> films, List<EditWithoutImage> withoutImage) {
    public Made {
      withoutImage = List.copyOf(withoutImage);
      files = List.copyOf(files);
      films = List.copyOf(films);
    }
  }

  /** Makes the images of an edit. */
  void add(FilmEdit edit, Assessment assessment) {
    Optional<SyntheticLabel> label = wanted.label() ? SyntheticLabel.of(edit) : Optional.empty();
    Dataset image = written(CounterfactualImage.of(edit, label, origin));
    List<Dataset> further = new ArrayList<>();
    if (wanted.difference()) {
      further.add(written(DifferenceImage.of(edit, image, wanted.label(), origin)));
    }
    if (wanted.flicker()) {
      further.add(written(FlickerImage.of(edit, image, label, origin)));
    }
    EditContours changed = EditContours.of(edit);
    contours.add(changed);
    films.add(
        new EditedFilm(
            withoutPixels(source.dataset()),
            image,
            edit.edit(),
            ChangeMeasures.between(source, edit.pixels()),
            changed.outlines(),
            assessment,
            further,
            Optional.empty()));
  }

  /** Leaves an edit without any image, for the report alone. */
  void leave(EditDescription edit, FilmVersion film) {
    withoutImage.add(
        new EditWithoutImage(
            withoutPixels(source.dataset()),
            origin.imageUid(DerivedUid.Role.COUNTERFACTUAL_IMAGE, edit.identity().key(), film),
            edit));
  }

  /** Makes what all images of the film share, and ends. */
  Made made() {
    if (!wanted.presentationState() || films.isEmpty()) {
      return new Made(files, films, withoutImage);
    }
    Dataset state = written(ContourPresentationState.of(source, contours, origin));
    return new Made(files, films.stream().map(film -> film.in(state)).toList(), withoutImage);
  }

  private Dataset written(DicomObject object) {
    files.add(
        new ResultObject(
            object.sopInstanceUid().orElseThrow(),
            results.of(object, source.version(), filmPixels)));
    return withoutPixels(object.dataset());
  }

  private static Dataset withoutPixels(Dataset dataset) {
    return dataset.toBuilder().remove(Tag.PIXEL_DATA).build();
  }
}
