// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.dicom.version.FilmVersion;

/**
 * UIDs that depend only on what an object was made from, so that the same input gives the same
 * objects, and one can ask for them before they are computed.
 */
public final class DerivedUid {

  /** What a UID is for. */
  public enum Role {
    COUNTERFACTUAL_IMAGE,
    COUNTERFACTUAL_SERIES,
    DIFFERENCE_IMAGE,
    DIFFERENCE_SERIES,
    FLICKER_IMAGE,
    FLICKER_SERIES,
    PRESENTATION_STATE,
    PRESENTATION_STATE_SERIES,
    REPORT,
    REPORT_SERIES,
    RESULTS_STUDY,
    TRACKING,
    VERDICT,
    VERDICT_SERIES,
    DEVICE
  }

  private DerivedUid() {}

  /**
   * A UID under 2.25.
   *
   * @param role what it is for
   * @param packDigest digest of the pack
   * @param editName {@link EditIdentity#key} of the edit; empty where the UID is not of one edit
   * @param sources what the object is made from, by UIDs or {@link FilmVersion#key}; their order
   *     does not matter
   */
  public static String of(Role role, String packDigest, String editName, String... sources) {
    String[] sorted = sources.clone();
    Arrays.sort(sorted);
    return NameBasedUid.of(
        role.name().toLowerCase(Locale.ROOT)
            + '\n'
            + packDigest
            + '\n'
            + editName
            + '\n'
            + String.join("\n", sorted));
  }

  /** SOP Instance UID of an image that an edit makes of a film, in the study of the film. */
  public static String image(Role role, String packDigest, String editName, FilmVersion film) {
    return image(role, packDigest, editName, film, ResultsStudy.ofFilm());
  }

  /** The same in another study: what is in two studies is two objects. */
  public static String image(
      Role role, String packDigest, String editName, FilmVersion film, ResultsStudy study) {
    return of(role, packDigest, editName, sources(film.key(), study));
  }

  private static String[] sources(String key, ResultsStudy study) {
    return study.ownUid().map(uid -> new String[] {key, uid}).orElse(new String[] {key});
  }

  /** SOP Instance UID of the counterfactual of a film, in the study of the film. */
  public static String counterfactualImage(String packDigest, String editName, FilmVersion film) {
    return image(Role.COUNTERFACTUAL_IMAGE, packDigest, editName, film);
  }

  /** SOP Instance UID of the presentation state that shows what these edits change in a film. */
  public static String presentationState(
      String packDigest, List<String> editNames, FilmVersion film) {
    String edits = String.join("+", editNames.stream().sorted().distinct().toList());
    return of(Role.PRESENTATION_STATE, packDigest, edits, film.key());
  }

  /**
   * Series Instance UID of what is made in a study: another where patient or order are corrected,
   * and where two patients have a study of the same UID.
   *
   * @param role role of the series
   * @param editName {@link EditIdentity#key} of the edit; empty where the series is of all edits
   * @param film attributes of a film of the study
   */
  public static String series(Role role, String packDigest, String editName, Dataset film) {
    return series(role, packDigest, editName, film, ResultsStudy.ofFilm());
  }

  /** The same of what is made into another study. */
  public static String series(
      Role role, String packDigest, String editName, Dataset film, ResultsStudy study) {
    String subject = Reference.studyInstanceUid(film) + "\n" + FilmIdentity.of(film).subject();
    return of(role, packDigest, editName, sources(subject, study));
  }

  /**
   * SOP Instance UID of the report about counterfactuals.
   *
   * @param counterfactuals their SOP Instance UIDs, in any order
   */
  public static String report(String packDigest, Collection<String> counterfactuals) {
    return of(
        Role.REPORT, packDigest, "", counterfactuals.stream().distinct().toArray(String[]::new));
  }

  /** Tracking Unique Identifier (112040, DCM) of one edit of one film, by its counterfactual. */
  public static String tracking(String packDigest, String counterfactual) {
    return of(Role.TRACKING, packDigest, "", counterfactual);
  }

  /**
   * SOP Instance UID of what a reader said of a counterfactual.
   *
   * @param counterfactual its SOP Instance UID
   * @param reader who said it
   * @param at when, in milliseconds since 1970 UTC
   */
  public static String verdict(String counterfactual, String reader, long at) {
    return of(Role.VERDICT, "", reader + '\n' + at, counterfactual);
  }

  /** Device UID of the software with a pack: another as soon as the pack is another. */
  public static String device(String packDigest) {
    return of(Role.DEVICE, packDigest, "");
  }
}
