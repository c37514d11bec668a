// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.request.CaptionPair;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;

/**
 * The body of a request for counterfactuals of a study.
 *
 * @param wanted what is asked for
 * @param dryRun whether to answer only what would be done
 */
record CounterfactualBody(CounterfactualRequest wanted, boolean dryRun) {

  /** The keys that it allows. */
  static final Set<String> KEYS =
      Set.of("edits", "method", "seed", "source", "target", "region", "dryRun");

  private static final int MOST_EDITS = 32;

  /**
   * Reads it.
   *
   * @throws ConfigurationException names the JSON path of the first fault
   */
  static CounterfactualBody read(Section body) throws ConfigurationException {
    return new CounterfactualBody(wanted(body), body.flag("dryRun", false));
  }

  private static CounterfactualRequest wanted(Section body) throws ConfigurationException {
    OptionalInt seed =
        body.has("seed")
            ? OptionalInt.of(body.number("seed", 0, 0, Integer.MAX_VALUE))
            : OptionalInt.empty();
    boolean prompted = body.has("target") && !body.has("edits");
    List<String> edits = prompted ? List.of(CounterfactualRequest.PROMPTED) : edits(body);
    return new CounterfactualRequest(
        edits, new EditChoices(method(body), seed, captions(body, edits), region(body)));
  }

  /** They describe one edit, and the direction that its name states, or no edit by name. */
  private static Optional<CaptionPair> captions(Section body, List<String> edits)
      throws ConfigurationException {
    Optional<String> target = body.text("target");
    Optional<String> source = body.text("source");
    if (target.isEmpty() && source.isEmpty()) {
      return Optional.empty();
    }
    if (target.isEmpty()) {
      throw body.fault("target", "is missing: source alone does not say what is wanted");
    }
    if (edits.size() != 1 || edits.get(0).startsWith("toggle-")) {
      throw body.fault(
          "edits", "must be one that removes or adds, or left out, where a target is given");
    }
    try {
      return Optional.of(new CaptionPair(source.orElse(""), target.get()));
    } catch (IllegalArgumentException e) {
      throw body.fault("target", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<EditRegion> region(Section body) throws ConfigurationException {
    if (!body.has("region")) {
      return Optional.empty();
    }
    if (!(body.value("region") instanceof JsonObject region)) {
      throw body.fault("region", "must be an object");
    }
    try {
      return Optional.of(EditRegion.read(region));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("$.region", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> method(Section body) throws ConfigurationException {
    Optional<String> method = body.text("method");
    if (method.isPresent()) {
      try {
        EditingMethod.parse(method.get());
      } catch (IllegalArgumentException e) {
        throw body.fault("method", String.valueOf(e.getMessage()));
      }
    }
    return method;
  }

  private static List<String> edits(Section body) throws ConfigurationException {
    List<String> edits = body.texts("edits");
    if (edits.isEmpty() || edits.size() > MOST_EDITS) {
      throw body.fault("edits", "must name 1 to " + MOST_EDITS + " edits");
    }
    if (new HashSet<>(edits).size() < edits.size()) {
      throw body.fault("edits", "names an edit twice");
    }
    return edits;
  }
}
