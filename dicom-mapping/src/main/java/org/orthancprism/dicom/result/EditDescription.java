// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Objects;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.PrismCodes;

/**
 * What was done to a film.
 *
 * @param identity which edit it is; UIDs depend on it
 * @param findingName what was taken out or put in, in the pack's words, for example {@code Support
 *     Devices}
 * @param finding the nearest concept of a terminology, which may be a wider one
 * @param change what was done with it
 * @param method name of the method, for example {@code image-conditioned}
 * @param sourceCaption caption of the film as it is; may be empty
 * @param targetCaption caption that guided the edit; may be empty
 * @param seed seed of all randomness
 * @param steps number of sampling steps
 * @param guidance classifier-free guidance weight
 */
public record EditDescription(
    EditIdentity identity,
    String findingName,
    CodedConcept finding,
    Change change,
    String method,
    String sourceCaption,
    String targetCaption,
    long seed,
    int steps,
    double guidance) {

  /** What an edit does. */
  public enum Change {
    /** The finding was taken out. */
    REMOVED("removed"),
    /** The finding was put in. */
    ADDED("added"),
    /** What captions asked for, which is about no finding that can be named. */
    PROMPTED("");

    private final String word;

    Change(String word) {
      this.word = word;
    }

    /** What was done with the finding, in a word; empty where that is not known. */
    public String word() {
      return word;
    }
  }

  public EditDescription {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(sourceCaption, "sourceCaption");
    Objects.requireNonNull(targetCaption, "targetCaption");
    if (findingName.isBlank() || method.isBlank()) {
      throw new IllegalArgumentException("an edit has a finding and a method");
    }
    if (steps < 1 || !Double.isFinite(guidance)) {
      throw new IllegalArgumentException("an edit has at least one step and a finite guidance");
    }
  }

  /**
   * A finding taken out or put in.
   *
   * @param removed true if it was taken out, false if it was put in
   */
  public EditDescription(
      EditIdentity identity,
      String findingName,
      CodedConcept finding,
      boolean removed,
      String method,
      String sourceCaption,
      String targetCaption,
      long seed,
      int steps,
      double guidance) {
    this(
        identity,
        findingName,
        finding,
        removed ? Change.REMOVED : Change.ADDED,
        method,
        sourceCaption,
        targetCaption,
        seed,
        steps,
        guidance);
  }

  /**
   * What captions asked for, and nothing else is known of.
   *
   * @param targetCaption caption that guided the edit; not blank
   */
  public static EditDescription prompted(
      EditIdentity identity,
      String method,
      String sourceCaption,
      String targetCaption,
      long seed,
      int steps,
      double guidance) {
    if (targetCaption.isBlank()) {
      throw new IllegalArgumentException("an edit by captions has a target caption");
    }
    CodedConcept concept = PrismCodes.PROMPTED_CHANGE;
    return new EditDescription(
        identity,
        concept.meaning(),
        concept,
        Change.PROMPTED,
        method,
        sourceCaption,
        targetCaption,
        seed,
        steps,
        guidance);
  }

  /** Whether a finding was taken out. */
  public boolean removed() {
    return change == Change.REMOVED;
  }

  /** The edit as it was asked for, for example {@code toggle-pleural-effusion}. */
  public String name() {
    return identity.name();
  }
}
