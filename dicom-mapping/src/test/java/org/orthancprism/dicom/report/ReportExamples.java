// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.version.FilmVersion;

/** Reports of drawn films, and what is looked up in their content. */
final class ReportExamples {

  static final EditDescription ADD_EDEMA =
      new EditDescription(
          EditIdentity.of("toggle-edema"),
          "Edema",
          new CodedConcept("40829002", "SCT", "Acute edema of lung"),
          EditDescription.Change.ADDED,
          "image-conditioned",
          "",
          "add edema",
          1,
          1,
          1,
          Optional.empty());

  static Dataset film(String uid, String study) {
    return Films.computed(100, 100, 12, false)
        .set(Tag.SOP_INSTANCE_UID, uid)
        .set(Tag.STUDY_INSTANCE_UID, study)
        .set(Tag.IMAGER_PIXEL_SPACING, 0.5, 0.2)
        .build();
  }

  static EditedFilm edited(Dataset source, EditDescription edit) {
    Radiograph film = Films.radiograph(source);
    StoredPixels values = Films.edited(film);
    Dataset image =
        CounterfactualImage.of(new FilmEdit(film, values, edit), Optional.empty(), Films.origin())
            .dataset();
    return new EditedFilm(source, image, edit, ChangeMeasures.between(film, values));
  }

  static DicomObject report() {
    Dataset first = film("1.2.3.10", "1.2.3");
    Dataset second = film("1.2.3.11", "1.2.3");
    return CounterfactualReport.of(
        List.of(first, second),
        List.of(
            edited(first, Films.REMOVE_EFFUSION),
            edited(first, ADD_EDEMA),
            edited(second, Films.REMOVE_EFFUSION)),
        Films.origin());
  }

  static String counterfactual(String film, EditDescription edit) {
    return DerivedUid.counterfactualImage(
        Films.ALGORITHM.packDigest(), edit.identity().key(), FilmVersion.of(film(film, "1.2.3")));
  }

  static List<Dataset> items(Dataset parent, CodedConcept name) {
    List<Dataset> found = new ArrayList<>();
    for (Dataset item : parent.items(Tag.CONTENT_SEQUENCE)) {
      if (item.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).stream().anyMatch(name::matches)) {
        found.add(item);
      }
      found.addAll(items(item, name));
    }
    return found;
  }

  static Set<String> referenced(Dataset parent) {
    Set<String> uids = new HashSet<>();
    for (Dataset item : parent.items(Tag.CONTENT_SEQUENCE)) {
      item.items(Tag.REFERENCED_SOP_SEQUENCE)
          .forEach(
              reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID).ifPresent(uids::add));
      uids.addAll(referenced(item));
    }
    return uids;
  }

  static double number(Dataset item) {
    return item.items(Tag.MEASURED_VALUE_SEQUENCE).get(0).decimal(Tag.NUMERIC_VALUE).orElseThrow();
  }

  static String meaning(Dataset item) {
    return item.items(Tag.CONCEPT_CODE_SEQUENCE).get(0).string(Tag.CODE_MEANING).orElse("");
  }

  private ReportExamples() {}

  /** The same edit with another ending. */
  static EditDescription ended(EditDescription edit, EditEnding ending) {
    return new EditDescription(
        edit.identity(),
        edit.findingName(),
        edit.finding(),
        edit.change(),
        edit.method(),
        edit.sourceCaption(),
        edit.targetCaption(),
        edit.seed(),
        edit.steps(),
        edit.guidance(),
        edit.masks(),
        ending);
  }
}
