// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.ContourPresentationState;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.DifferenceImage;
import org.orthancprism.dicom.result.EditContours;
import org.orthancprism.dicom.result.FlickerImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.result.SeriesNumbers;

/**
 * Every kind of object that is made of a film, for tests of what becomes of them elsewhere. No
 * model is asked: one region of the film grows darker and another brighter.
 */
final class MadeResults {

  /** The kinds that are images. */
  static final List<String> IMAGES = List.of("counterfactual", "difference", "flicker");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  private static final Algorithm ALGORITHM =
      new Algorithm(
          "orthanc-prism",
          "orthanc-prism",
          "0.1.0",
          "default",
          "1",
          "a1".repeat(32),
          "orthanc-prism");

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

  private static final Assessment ASSESSMENT =
      new Assessment(
          Optional.of(new Assessment.Presence(0.87, 0.12)),
          OptionalDouble.of(0.953),
          List.of(new Assessment.Gate("identity", 0.98, 0.9, false, true)),
          List.of(
              new Assessment.UnintendedEffect(
                  new CodedConcept("8186001", "SCT", "Cardiomegaly"),
                  new Assessment.Presence(0.31, 0.24))));

  private MadeResults() {}

  /** The objects by their kinds: counterfactual, difference, flicker, state, report. */
  static Map<String, DicomObject> of(DicomObject film) throws FilmException {
    return of(film, NativePixels.read(film));
  }

  /** The same of a film that was decoded elsewhere. */
  static Map<String, DicomObject> of(DicomObject film, StoredPixels decoded) throws FilmException {
    Radiograph source = Radiograph.of(film, decoded);
    return of(source, edited(source));
  }

  /** The same of an edit that changed nothing: the label is all that differs from the film. */
  static Map<String, DicomObject> withoutChange(DicomObject film) throws FilmException {
    Radiograph source = Radiograph.of(film, NativePixels.read(film));
    return of(source, source.pixels());
  }

  /** The same in a study of their own, without a presentation state. */
  static Map<String, DicomObject> apart(DicomObject film) throws FilmException {
    Dataset attributes = film.dataset();
    Radiograph source = Radiograph.of(film, NativePixels.read(film));
    ResultsStudy study =
        ResultsStudy.separate(
            attributes.string(Tag.STUDY_INSTANCE_UID).orElseThrow(),
            attributes.string(Tag.PATIENT_ID).orElseThrow());
    return of(source, edited(source), study);
  }

  private static Map<String, DicomObject> of(Radiograph source, StoredPixels pixels) {
    return of(source, pixels, ResultsStudy.ofFilm());
  }

  private static Map<String, DicomObject> of(
      Radiograph source, StoredPixels pixels, ResultsStudy study) {
    Origin origin = new Origin(ALGORITHM, SeriesNumbers.behind(Map.of()), study, CLOCK);
    FilmEdit edit = new FilmEdit(source, pixels, EDIT);
    DicomObject film = source.object();
    Optional<SyntheticLabel> label = SyntheticLabel.of(edit);
    Map<String, DicomObject> made = new LinkedHashMap<>();
    DicomObject image = CounterfactualImage.of(edit, label, origin);
    DicomObject difference = DifferenceImage.of(edit, image.dataset(), true, origin);
    DicomObject flicker = FlickerImage.of(edit, image.dataset(), label, origin);
    EditContours contours = EditContours.of(edit);
    Optional<DicomObject> state =
        study.ownUid().isPresent()
            ? Optional.empty()
            : Optional.of(ContourPresentationState.of(source, List.of(contours), origin));
    EditedFilm edited =
        new EditedFilm(
            film.dataset(),
            image.dataset(),
            EDIT,
            ChangeMeasures.between(source, edit.pixels()),
            contours.outlines(),
            ASSESSMENT,
            List.of(difference.dataset(), flicker.dataset()),
            state.map(DicomObject::dataset));
    made.put("counterfactual", image);
    made.put("difference", difference);
    made.put("flicker", flicker);
    state.ifPresent(one -> made.put("state", one));
    made.put("report", CounterfactualReport.of(List.of(film.dataset()), List.of(edited), origin));
    return made;
  }

  private static StoredPixels edited(Radiograph source) {
    float[] luminance = source.luminance();
    float[] weights = new float[luminance.length];
    for (int i = 0; i < luminance.length; i++) {
      double y = (double) (i / source.columns()) / source.rows();
      double x = (double) (i % source.columns()) / source.columns();
      double darker = bell(y, x, 0.65, 0.3);
      double brighter = bell(y, x, 0.4, 0.72);
      weights[i] = darker + brighter > 0.1 ? 1 : 0;
      luminance[i] += (float) (0.25 * (brighter - darker));
    }
    return source.storedValues(luminance, weights);
  }

  private static double bell(double y, double x, double centreY, double centreX) {
    return Math.exp(-(Math.pow((y - centreY) / 0.12, 2) + Math.pow((x - centreX) / 0.09, 2)));
  }
}
