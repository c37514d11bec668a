// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Locale;
import java.util.Objects;

/**
 * A GPU as NVIDIA's driver describes it.
 *
 * @param name the product's name
 * @param memory its memory in bytes
 * @param capability its compute capability, for example {@code 9.0}
 */
record Gpu(String name, long memory, String capability) {

  private static final double GIBIBYTE = 1 << 30;

  Gpu {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(capability, "capability");
  }

  static Gpu of(JsonObject json) {
    return new Gpu(
        json.getString("name"),
        json.getJsonNumber("memory").longValue(),
        json.getString("capability"));
  }

  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("memory", memory)
        .add("capability", capability)
        .build();
  }

  /** Its name and memory, for people. */
  String words() {
    return String.format(
        Locale.ROOT, "%s, %.1f GiB, compute capability %s", name, memory / GIBIBYTE, capability);
  }
}
