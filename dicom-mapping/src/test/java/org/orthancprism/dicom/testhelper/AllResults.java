// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.dicom.report.ReadRegion;
import org.orthancprism.dicom.report.ReaderVerdict;
import org.orthancprism.dicom.report.VerdictReport;
import org.orthancprism.dicom.result.ContourPresentationState;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.DifferenceImage;
import org.orthancprism.dicom.result.EditContours;
import org.orthancprism.dicom.result.FlickerImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.signature.Signer;

/** Every kind of object that is made of an edit of a film. */
public final class AllResults {

  /** All that can be known of a counterfactual. */
  public static final Assessment ASSESSMENT =
      new Assessment(
          Optional.of(new Assessment.Presence(0.87, 0.12)),
          OptionalDouble.of(0.953),
          List.of(
              new Assessment.Gate("identity", 0.98, 0.9, false, true),
              new Assessment.Gate("CLIP direction", -0.6, -0.5, false, false)),
          List.of(
              new Assessment.UnintendedEffect(
                  new CodedConcept("8186001", "SCT", "Cardiomegaly"),
                  new Assessment.Presence(0.31, 0.24))));

  /** What a reader said. */
  public static final ReaderVerdict VERDICT =
      new ReaderVerdict(
          "alice",
          Opinion.TOOK_ALONG,
          Optional.of(ReadRegion.LEFT_LUNG),
          "The left hilum is gone; the carina, too",
          Films.CLOCK.instant());

  private static final Signer SIGNER = new Signer(TestKey.shared(), Films.CLOCK);

  private AllResults() {}

  /**
   * The objects as they are stored, signed, by their kinds: image, difference, flicker, state,
   * report.
   */
  public static Map<String, DicomObject> of(Radiograph film) {
    return of(film, ResultsStudy.ofFilm());
  }

  /** The same in another study; without a presentation state in one of their own. */
  public static Map<String, DicomObject> of(Radiograph film, ResultsStudy study) {
    Origin origin =
        new Origin(Films.ALGORITHM, SeriesNumbers.behind(Map.of("1.2.3.5", 1)), study, Films.CLOCK);
    FilmEdit edit = Films.edit(film, Films.REMOVE_EFFUSION);
    Optional<SyntheticLabel> label = SyntheticLabel.of(edit);
    DicomObject image = CounterfactualImage.of(edit, label, origin);
    DicomObject difference = DifferenceImage.of(edit, image.dataset(), true, origin);
    DicomObject flicker = FlickerImage.of(edit, image.dataset(), label, origin);
    EditContours contours = EditContours.of(edit);
    Optional<DicomObject> state =
        study.ownUid().isPresent()
            ? Optional.empty()
            : Optional.of(ContourPresentationState.of(film, List.of(contours), origin));
    EditedFilm edited =
        new EditedFilm(
            film.dataset(),
            image.dataset(),
            Films.REMOVE_EFFUSION,
            ChangeMeasures.between(film, edit.pixels()),
            contours.outlines(),
            ASSESSMENT,
            List.<Dataset>of(difference.dataset(), flicker.dataset()),
            state.map(DicomObject::dataset));
    Map<String, DicomObject> all = new LinkedHashMap<>();
    all.put("image", image);
    all.put("difference", difference);
    all.put("flicker", flicker);
    state.ifPresent(one -> all.put("state", one));
    all.put("report", CounterfactualReport.of(List.of(film.dataset()), List.of(edited), origin));
    all.replaceAll((kind, object) -> SIGNER.sign(object));
    return all;
  }

  /** The same with what a reader said of the image, which is no result: verdict. */
  public static Map<String, DicomObject> withVerdict(Radiograph film) {
    Map<String, DicomObject> all = of(film);
    VerdictReport verdict =
        new VerdictReport(
            all.get("image").dataset(),
            all.get("report").dataset(),
            VERDICT,
            Optional.of("2.25.1"),
            new VerdictReport.Software("orthanc-prism", "1.0.0"));
    DicomObject object = verdict.object(SeriesNumbers.behind(Map.of()), ZoneOffset.UTC);
    all.put("verdict", SIGNER.sign(object));
    return all;
  }
}
