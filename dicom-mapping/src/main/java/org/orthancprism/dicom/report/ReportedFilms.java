// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.result.Reference;

/**
 * All that a report tells of a study: the edits of all its films, and the films that are damaged.
 *
 * @param sources attributes of the films that were looked at, of one study, at least one
 * @param edited what was made of them, in the order of the report; at least one
 * @param withoutImage edits of them of which no image is stored
 * @param damaged SOP Instance UIDs of films of the study that could not be edited
 */
public record ReportedFilms(
    List<Dataset> sources,
    List<EditedFilm> edited,
    List<EditWithoutImage> withoutImage,
    List<String> damaged) {

  public ReportedFilms {
    sources = List.copyOf(sources);
    edited = List.copyOf(edited);
    withoutImage = List.copyOf(withoutImage);
    damaged = List.copyOf(damaged);
    if (sources.isEmpty() || edited.isEmpty()) {
      throw new IllegalArgumentException("a report is about at least one edit of one film");
    }
  }

  /** Films that are whole, and all of whose edits have images. */
  public static ReportedFilms of(List<Dataset> sources, List<EditedFilm> edited) {
    return new ReportedFilms(sources, edited, List.of(), List.of());
  }

  /** Attributes of all objects that the report refers to. */
  Stream<Dataset> instances() {
    return Stream.concat(sources.stream(), edited.stream().flatMap(ReportedFilms::instances));
  }

  private static Stream<Dataset> instances(EditedFilm film) {
    return Stream.of(
            Stream.of(film.source(), film.counterfactual()),
            film.furtherImages().stream(),
            film.presentationState().stream())
        .flatMap(each -> each);
  }

  /** SOP Instance UIDs of the counterfactuals, also those that are not stored. */
  List<String> counterfactuals() {
    return Stream.concat(
            edited.stream().map(film -> Reference.to(film.counterfactual()).sopInstanceUid()),
            withoutImage.stream().map(EditWithoutImage::counterfactual))
        .toList();
  }
}
