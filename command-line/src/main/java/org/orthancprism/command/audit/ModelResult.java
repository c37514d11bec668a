// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.audit.EffectMatrix;

/** What an audit found out about one model. */
sealed interface ModelResult {

  /** The model's name. */
  String name();

  /** SHA-256 of the model. */
  String digest();

  /** Where the model is. */
  String address();

  /** The effects; empty where the model failed. */
  default Optional<EffectMatrix> matrix() {
    return Optional.empty();
  }

  /** The effects that the model saw. */
  record Measured(String name, String digest, String address, EffectMatrix effects)
      implements ModelResult {

    public Measured {
      Objects.requireNonNull(effects, "effects");
    }

    @Override
    public Optional<EffectMatrix> matrix() {
      return Optional.of(effects);
    }
  }

  /** That the model failed, and why. */
  record Failed(String name, String digest, String address, String reason) implements ModelResult {

    public Failed {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
