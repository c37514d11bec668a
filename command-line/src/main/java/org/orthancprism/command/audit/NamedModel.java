// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.model.AuditedModel;
import org.orthancprism.command.model.ModelException;
import org.orthancprism.models.film.Film;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model under the name that results have for it. Once it has failed it is not asked again. */
final class NamedModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NamedModel.class);

  private final String name;
  private final AuditedModel model;
  private @Nullable String failure;

  NamedModel(String name, AuditedModel model) {
    this.name = Objects.requireNonNull(name, "name");
    this.model = Objects.requireNonNull(model, "model");
  }

  String name() {
    return name;
  }

  String digest() {
    return model.digest();
  }

  String address() {
    return model.address();
  }

  /** Why it failed; empty where it did not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Asks it what films show.
   *
   * @return an answer for each film in order; empty where the model fails or has failed
   */
  Optional<List<Map<String, Double>>> ask(List<Film> films) {
    if (failure != null) {
      return Optional.empty();
    }
    try {
      List<Map<String, Double>> answers = model.ask(films);
      if (answers.size() != films.size()) {
        throw new IllegalStateException(
            "it gave " + answers.size() + " answers to " + films.size() + " films");
      }
      return Optional.of(answers);
    } catch (ModelException e) {
      fail(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      fail(e.toString(), e);
    }
    return Optional.empty();
  }

  private void fail(String reason, Exception cause) {
    failure = reason;
    LOG.warn("the model {} is left out of the audit: {}", name, reason);
    LOG.debug("the model {} failed", name, cause);
  }

  @Override
  public void close() {
    model.close();
  }
}
