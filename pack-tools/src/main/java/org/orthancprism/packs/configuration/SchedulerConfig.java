// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Set;

/**
 * Reads the noise schedule out of the configuration of any of diffusers' schedulers. Which one the
 * model came with does not matter: the schedule and what the network predicts belong to the
 * training, the steps to the editor.
 */
final class SchedulerConfig {

  /** What diffusers takes where a configuration says nothing. */
  private static final String EPSILON = "epsilon";

  private static final String LEADING = "leading";

  private SchedulerConfig() {}

  /** The member {@code scheduler} of {@code pack.json}. */
  static JsonObject read(HubJson json) throws ImportException {
    json.allowOnly("beta_schedule", Set.of("scaled_linear"));
    json.allowOnly("prediction_type", Set.of(EPSILON, "v_prediction"));
    json.allowOnly("timestep_spacing", Set.of(LEADING, "trailing", "linspace"));
    json.allowOnly("trained_betas", Set.of());
    json.allowOnly("clip_sample", Set.of("false"));
    json.allowOnly("thresholding", Set.of("false"));
    String prediction = json.text("prediction_type").orElse(EPSILON);
    if (prediction.equals(EPSILON)) {
      json.allowOnly("rescale_betas_zero_snr", Set.of("false"));
    }
    if (!json.has("beta_schedule")) {
      throw json.wrong("beta_schedule", "scaled_linear");
    }
    return Json.createObjectBuilder()
        .add("kind", "scaled_linear")
        .add("beta_start", json.number("beta_start"))
        .add("beta_end", json.number("beta_end"))
        .add("train_timesteps", (int) json.number("num_train_timesteps"))
        .add("set_alpha_to_one", json.truth("set_alpha_to_one", false))
        .add("steps_offset", (int) json.number("steps_offset", 1))
        .add("prediction_type", prediction)
        .add("rescale_betas_zero_snr", json.truth("rescale_betas_zero_snr", false))
        .add("timestep_spacing", json.text("timestep_spacing").orElse(LEADING))
        .build();
  }
}
