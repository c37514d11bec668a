// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.code;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.dataset.Tag;

/** Concepts for which no standard terminology has a code, in the project's own coding scheme. */
public final class PrismCodes {

  /** Coding Scheme Designator; private ones begin with 99 (PS3.3 8.2). */
  public static final String SCHEME = "99PRISM";

  public static final CodedConcept COUNTERFACTUAL_SYNTHESIS =
      own("counterfactual", "Counterfactual image synthesis");
  public static final CodedConcept COUNTERFACTUAL_IMAGE =
      own("cf-image", "Counterfactual image (synthetic)");
  public static final CodedConcept EDIT = own("edit", "Edit made to the image");
  public static final CodedConcept FINDING_REMOVED =
      own("removed", "Finding removed from the image");
  public static final CodedConcept FINDING_ADDED = own("added", "Finding added to the image");

  /** Of an edit that captions asked for: both what was done, and what it is about. */
  public static final CodedConcept PROMPTED_CHANGE = own("prompted", "Prompted change");

  public static final CodedConcept CHANGED_FRACTION =
      own("changed-fraction", "Changed fraction of the image");
  public static final CodedConcept LUMINANCE_CHANGE =
      own("luminance-change", "Absolute change of displayed luminance");

  public static final CodedConcept FURTHER_IMAGE =
      own("further-image", "Further image of the edit (synthetic)");
  public static final CodedConcept RELATIVE_TO_EDIT = own("relative-time", "Relative to the edit");
  public static final CodedConcept PRESENCE = own("presence", "Presence as a classifier sees it");
  public static final CodedConcept STRUCTURAL_SIMILARITY =
      own("ssim", "Structural similarity to the source image");
  public static final CodedConcept QUALITY_GATE = own("gate", "Quality gate");
  public static final CodedConcept GATE_NAME = own("gate-name", "What the gate asks for");
  public static final CodedConcept ENDING = own("ending", "How the edit ended");
  public static final CodedConcept UNINTENDED_EFFECT =
      own("unintended", "Unintended change of probability");

  public static final CodedConcept VERDICT = own("verdict", "What a reader says of the image");
  public static final CodedConcept PLAUSIBLE = own("plausible", "Plausible");
  public static final CodedConcept IMPLAUSIBLE = own("implausible", "Implausible");

  /** Something that the edit was not about went or came with it. */
  public static final CodedConcept TOOK_ALONG =
      own("took-along", "The edit took something else along");

  /** The report that a verdict is about. */
  public static final CodedConcept JUDGED_REPORT =
      own("judged-report", "Report of the image that is judged");

  private PrismCodes() {}

  /**
   * The scheme's entry in Coding Scheme Identification Sequence.
   *
   * @see <a
   *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1.1.16">PS3.3
   *     C.12.1</a>
   */
  public static Dataset schemeIdentification() {
    return Dataset.builder()
        .set(Tag.CODING_SCHEME_DESIGNATOR, SCHEME)
        .set(Tag.CODING_SCHEME_UID, NameBasedUid.of("coding scheme " + SCHEME))
        .set(Tag.CODING_SCHEME_NAME, "orthanc-prism counterfactual images")
        .set(Tag.CODING_SCHEME_RESPONSIBLE_ORGANIZATION, "orthanc-prism")
        .build();
  }

  private static CodedConcept own(String value, String meaning) {
    return new CodedConcept(value, SCHEME, meaning);
  }
}
