// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Warm median seconds of one piece of work, by who does it.
 *
 * @param work what is done, for example {@code UNet forward}
 * @param seconds by who does it: {@code java}, {@code python}, {@code diffusers}
 */
record Times(String work, Map<String, Double> seconds) {

  static final String JAVA = "java";
  static final String PYTHON = "python";
  static final String DIFFUSERS = "diffusers";

  Times {
    seconds = Map.copyOf(seconds);
  }

  /** Java's time over another's; empty where one of them did not run. */
  OptionalDouble javaOver(String other) {
    Optional<Double> own = Optional.ofNullable(seconds.get(JAVA));
    Optional<Double> others = Optional.ofNullable(seconds.get(other));
    return own.isPresent() && others.isPresent()
        ? OptionalDouble.of(own.get() / others.get())
        : OptionalDouble.empty();
  }
}
