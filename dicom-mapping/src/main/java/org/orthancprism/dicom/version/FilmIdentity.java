// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Whom a film shows, for which order, and from which side: what its results take over from it, and
 * what makes them wrong where it is corrected. A film and a result of it have the same, but that a
 * result in a study of its own states no order.
 *
 * @param subject digest of patient and order; empty where no order is stated
 * @param view digest of body part, view and laterality
 * @param patient digest of the patient alone
 */
public record FilmIdentity(String subject, String view, String patient) {

  private static final List<Tag> PATIENT =
      List.of(
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_NAME,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX);

  private static final List<Tag> SUBJECT =
      List.of(
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_NAME,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.ACCESSION_NUMBER,
          Tag.STUDY_ID,
          Tag.STUDY_DATE);

  private static final List<Tag> VIEW =
      List.of(
          Tag.BODY_PART_EXAMINED,
          Tag.VIEW_POSITION,
          Tag.LATERALITY,
          Tag.IMAGE_LATERALITY,
          Tag.PATIENT_ORIENTATION);

  /** The identity that a film or an image made from it states. */
  public static FilmIdentity of(Dataset dataset) {
    return new FilmIdentity(
        digest(SUBJECT, dataset), digest(VIEW, dataset), digest(PATIENT, dataset));
  }

  /** The same without the order. */
  public FilmIdentity withoutOrder() {
    return new FilmIdentity("", view, patient);
  }

  /** Whether a result that states this was made of a film that states the other. */
  public boolean isOf(FilmIdentity film) {
    return equals(subject.isEmpty() ? film.withoutOrder() : film);
  }

  private static String digest(List<Tag> tags, Dataset dataset) {
    Sha256 sha = new Sha256();
    for (Tag tag : tags) {
      sha.line(dataset.get(tag).map(attribute -> text(attribute, dataset)).orElse(""));
    }
    return sha.hex();
  }

  /** As results state it: dates as they are written today, and nothing where it is not valid. */
  private static String text(Attribute attribute, Dataset dataset) {
    Vr vr = attribute.vr();
    List<String> values = dataset.strings(attribute.tag());
    if (vr == Vr.DA) {
      values = values.stream().map(value -> value.replace(".", "")).toList();
    }
    boolean free = vr != Vr.DA && vr != Vr.CS;
    return free || values.stream().allMatch(value -> ValueRules.isValid(vr, value))
        ? String.join("\\", values)
        : "";
  }
}
