// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** UIDs that depend only on what an object was made from, so that the same input gives the same. */
public final class DerivedUid {

  /** What a UID is for. */
  public enum Role {
    COUNTERFACTUAL_IMAGE,
    COUNTERFACTUAL_SERIES,
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
   * @param editName the edit as it was asked for
   * @param sourceUids UIDs of what the object is made from; their order does not matter
   */
  public static String of(Role role, String packDigest, String editName, String... sourceUids) {
    return UUID.nameUUIDFromBytes(
            (role + packDigest + editName + List.of(sourceUids)).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** SOP Instance UID of the counterfactual of a film. */
  public static String counterfactualImage(
      String packDigest, String editName, String sourceSopInstanceUid) {
    return of(Role.COUNTERFACTUAL_IMAGE, packDigest, editName, sourceSopInstanceUid);
  }

  /** SOP Instance UID of the report about these edits of these films. */
  public static String report(
      String packDigest, List<String> editNames, List<String> sourceSopInstanceUids) {
    return of(
        Role.REPORT,
        packDigest,
        String.join("+", editNames.stream().sorted().distinct().toList()),
        sourceSopInstanceUids.toArray(String[]::new));
  }
}
