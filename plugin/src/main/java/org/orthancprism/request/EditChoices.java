// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user chose in place of the pack's defaults.
 *
 * @param method name of the editing method
 * @param seed seed of all randomness, at least 0
 * @param captions what the film shows, and what it is to show
 * @param region the one film that is meant, and where it may change
 */
public record EditChoices(
    Optional<String> method,
    OptionalInt seed,
    Optional<CaptionPair> captions,
    Optional<EditRegion> region) {

  /** The pack's own way. */
  public static final EditChoices NONE =
      new EditChoices(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

  private static final String METHOD = "method";
  private static final String SEED = "seed";
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final String REGION = "region";

  public EditChoices {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(captions, "captions");
    Objects.requireNonNull(region, "region");
    if (seed.isPresent() && seed.getAsInt() < 0) {
      throw new IllegalArgumentException("a seed is 0 or more, not " + seed.getAsInt());
    }
  }

  /** Whether nothing was chosen. */
  public boolean areThePacksOwn() {
    return equals(NONE);
  }

  /**
   * Whether an instance is meant: a region lies on one film, and the others are none of its
   * business.
   */
  public boolean mean(String instanceId) {
    return region.isEmpty() || region.get().instance().equals(instanceId);
  }

  void addTo(JsonObjectBuilder json) {
    method.ifPresent(name -> json.add(METHOD, name));
    seed.ifPresent(number -> json.add(SEED, number));
    captions.ifPresent(given -> json.add(SOURCE, given.source()).add(TARGET, given.target()));
    region.ifPresent(given -> json.add(REGION, given.json()));
  }

  static EditChoices read(JsonObject json) {
    return new EditChoices(
        Optional.ofNullable(json.getString(METHOD, null)),
        json.containsKey(SEED) ? OptionalInt.of(json.getInt(SEED)) : OptionalInt.empty(),
        json.containsKey(TARGET)
            ? Optional.of(new CaptionPair(json.getString(SOURCE), json.getString(TARGET)))
            : Optional.empty(),
        Optional.ofNullable(json.getJsonObject(REGION)).map(EditRegion::read));
  }
}
