// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.dicom.code.CodedConcept;

/**
 * What is known of a counterfactual beside how much it changed; each part where something could
 * tell.
 *
 * @param presence how probable a classifier holds the finding before and after
 * @param similarity structural similarity of film and counterfactual, at most 1
 * @param gates what the quality gates say
 * @param unintended what the classifier sees of other findings before and after
 */
public record Assessment(
    Optional<Presence> presence,
    OptionalDouble similarity,
    List<Gate> gates,
    List<UnintendedEffect> unintended) {

  public Assessment {
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(similarity, "similarity");
    gates = List.copyOf(gates);
    unintended = List.copyOf(unintended);
    if (similarity.isPresent() && !(Math.abs(similarity.getAsDouble()) <= 1)) {
      throw new IllegalArgumentException("a structural similarity lies in [-1, 1]");
    }
  }

  /** Nothing is known. */
  public static Assessment none() {
    return new Assessment(Optional.empty(), OptionalDouble.empty(), List.of(), List.of());
  }

  /**
   * Probabilities of a finding.
   *
   * @param before in the film, 0 to 1
   * @param after in the counterfactual, 0 to 1
   */
  public record Presence(double before, double after) {

    public Presence {
      if (!(before >= 0 && before <= 1 && after >= 0 && after <= 1)) {
        throw new IllegalArgumentException("a probability lies in [0, 1]");
      }
    }
  }

  /**
   * A quality gate.
   *
   * @param name what it asks for, for a reader
   * @param value what it saw
   * @param threshold what would have been enough
   * @param isLimit whether the value may be the threshold at most; else it must reach it
   * @param passed whether the counterfactual passed it
   */
  public record Gate(String name, double value, double threshold, boolean isLimit, boolean passed) {

    public Gate {
      if (name.isBlank() || !Double.isFinite(value) || !Double.isFinite(threshold)) {
        throw new IllegalArgumentException("a gate has a name and finite values");
      }
    }
  }

  /**
   * A side effect.
   *
   * @param finding the finding that was not meant
   * @param presence how probable the classifier holds it before and after
   */
  public record UnintendedEffect(CodedConcept finding, Presence presence) {

    public UnintendedEffect {
      Objects.requireNonNull(finding, "finding");
      Objects.requireNonNull(presence, "presence");
    }

    /** Change of the finding's probability, -1 to 1. */
    public double change() {
      return presence.after() - presence.before();
    }
  }
}
