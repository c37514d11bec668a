// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;

/**
 * How an edit was made and ended, in the terms of DICOM: its finding has a code, its identity a key
 * that UIDs depend on.
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
 * @param masks where the film was let change, if that was given
 * @param ending how the edit ended
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
    double guidance,
    Optional<GivenMasks> masks,
    EditEnding ending) {

  /** An edit that was made. */
  public EditDescription(
      EditIdentity identity,
      String findingName,
      CodedConcept finding,
      Change change,
      String method,
      String sourceCaption,
      String targetCaption,
      long seed,
      int steps,
      double guidance,
      Optional<GivenMasks> masks) {
    this(
        identity,
        findingName,
        finding,
        change,
        method,
        sourceCaption,
        targetCaption,
        seed,
        steps,
        guidance,
        masks,
        EditEnding.MADE);
  }

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
    Objects.requireNonNull(masks, "masks");
    Objects.requireNonNull(ending, "ending");
    if (findingName.isBlank() || method.isBlank()) {
      throw new IllegalArgumentException("an edit has a finding and a method");
    }
    if (change == Change.PROMPTED && targetCaption.isBlank()) {
      throw new IllegalArgumentException("an edit by captions alone has a target caption");
    }
    if (steps < 1 || !Double.isFinite(guidance)) {
      throw new IllegalArgumentException("an edit has at least one step and a finite guidance");
    }
  }

  /** The edit as it was asked for, for example {@code toggle-pleural-effusion}. */
  public String name() {
    return identity.name();
  }
}
