// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.orthancprism.dicom.dataset.NameBasedUid;

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
    TRACKING,
    DEVICE
  }

  private DerivedUid() {}

  /**
   * A UID under 2.25.
   *
   * @param role what it is for
   * @param packDigest digest of the pack
   * @param editName {@link EditIdentity#key} of the edit; empty where the UID is not of one edit
   * @param sourceUids UIDs of what the object is made from; their order does not matter
   */
  public static String of(Role role, String packDigest, String editName, String... sourceUids) {
    String[] sorted = sourceUids.clone();
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

  /** SOP Instance UID of the counterfactual of a film. */
  public static String counterfactualImage(
      String packDigest, String editName, String sourceSopInstanceUid) {
    return of(Role.COUNTERFACTUAL_IMAGE, packDigest, editName, sourceSopInstanceUid);
  }

  /** SOP Instance UID of the presentation state that shows what these edits change in a film. */
  public static String presentationState(
      String packDigest, List<String> editNames, String sourceSopInstanceUid) {
    return of(Role.PRESENTATION_STATE, packDigest, together(editNames), sourceSopInstanceUid);
  }

  /** Series Instance UID of the presentation states of a study. */
  public static String presentationStateSeries(String packDigest, String studyInstanceUid) {
    return of(Role.PRESENTATION_STATE_SERIES, packDigest, "", studyInstanceUid);
  }

  /** SOP Instance UID of the report about these edits of these films. */
  public static String report(
      String packDigest, List<String> editNames, List<String> sourceSopInstanceUids) {
    return of(
        Role.REPORT,
        packDigest,
        together(editNames),
        sourceSopInstanceUids.stream().distinct().toArray(String[]::new));
  }

  private static String together(List<String> editNames) {
    return String.join("+", editNames.stream().sorted().distinct().toList());
  }

  /** Series Instance UID of the reports of a study. */
  public static String reportSeries(String packDigest, String studyInstanceUid) {
    return of(Role.REPORT_SERIES, packDigest, "", studyInstanceUid);
  }

  /** Tracking Unique Identifier (112040, DCM) of one edit of one film. */
  public static String tracking(String packDigest, String editName, String sourceSopInstanceUid) {
    return of(Role.TRACKING, packDigest, editName, sourceSopInstanceUid);
  }

  /** Device UID of the software with a pack: another as soon as the pack is another. */
  public static String device(String packDigest) {
    return of(Role.DEVICE, packDigest, "");
  }
}
