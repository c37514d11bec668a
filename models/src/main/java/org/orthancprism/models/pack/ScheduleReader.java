// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.orthancprism.models.pack.NoiseSchedule.Prediction;
import org.orthancprism.models.pack.NoiseSchedule.Spacing;

/** Reads the member {@code scheduler} of {@code pack.json}. */
final class ScheduleReader {

  private ScheduleReader() {}

  static NoiseSchedule read(ManifestObject scheduler) throws PackException {
    return switch (scheduler.text("kind")) {
      case "cosine" -> new NoiseSchedule.Cosine();
      case "scaled_linear" ->
          new NoiseSchedule.ScaledLinear(
              scheduler.number("beta_start"),
              scheduler.number("beta_end"),
              scheduler.integer("train_timesteps"),
              scheduler.truth("set_alpha_to_one"),
              scheduler.integer("steps_offset"),
              choice(
                  scheduler,
                  "prediction_type",
                  Prediction.EPSILON,
                  Prediction.values(),
                  Prediction::label),
              scheduler.json().containsKey("rescale_betas_zero_snr")
                  && scheduler.truth("rescale_betas_zero_snr"),
              choice(
                  scheduler,
                  "timestep_spacing",
                  Spacing.LEADING,
                  Spacing.values(),
                  Spacing::label));
      default -> throw scheduler.wrong("kind", "cosine or scaled_linear");
    };
  }

  private static <E> E choice(
      ManifestObject scheduler, String key, E missing, E[] values, Function<E, String> label)
      throws PackException {
    if (!scheduler.json().containsKey(key)) {
      return missing;
    }
    String text = scheduler.text(key);
    for (E value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    throw scheduler.wrong(
        key, Arrays.stream(values).map(label).collect(Collectors.joining(" or ")));
  }
}
