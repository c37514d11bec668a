// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.orthancprism.models.film.CentreSquare;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Finding;

/**
 * How an ONNX model sees films and names what it finds.
 *
 * @param side rows and columns of what it takes: the square about a film's centre
 * @param means for each channel what is taken off luminance
 * @param deviations for each channel what is then divided by
 * @param labels names of its outputs
 * @param activation makes probabilities of its outputs
 * @param timeout for one film
 * @param heapMegabytes memory for what Java holds of it
 */
record OnnxSettings(
    int side,
    List<Double> means,
    List<Double> deviations,
    OutputLabels labels,
    Activation activation,
    Duration timeout,
    int heapMegabytes) {

  private static final Set<String> MEMBERS =
      Set.of(
          "size",
          "channels",
          "range",
          "mean",
          "std",
          "labels",
          "activation",
          "timeoutSeconds",
          "heapMegabytes");

  OnnxSettings {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
  }

  /**
   * Reads them.
   *
   * @param findings the pack's findings, whose names the labels get where they mean them
   */
  static OnnxSettings read(Path file, List<Finding> findings) throws ModelException {
    ModelSettings settings = ModelSettings.read(file);
    settings.refuseOthersThan(MEMBERS);
    int channels = settings.integer("channels", 1, 1, 3);
    List<Double> means;
    List<Double> deviations;
    if (settings.has("range")) {
      if (settings.has("mean") || settings.has("std")) {
        throw settings.wrong("range", "left out where there are mean and std");
      }
      double width = settings.range().get(1) - settings.range().get(0);
      means = Collections.nCopies(channels, -settings.range().get(0) / width);
      deviations = Collections.nCopies(channels, 1 / width);
    } else {
      means = perChannel(settings, "mean", channels);
      deviations = perChannel(settings, "std", channels);
    }
    return new OnnxSettings(
        settings.integer("size", 224, 1, 4096),
        means,
        deviations,
        OutputLabels.of(settings.texts("labels"), findings),
        settings.oneOf("activation", Activation.class),
        Duration.ofSeconds(settings.integer("timeoutSeconds", 60, 1, 3600)),
        settings.integer("heapMegabytes", 512, 64, 65536));
  }

  private static List<Double> perChannel(ModelSettings settings, String key, int channels)
      throws ModelException {
    List<Double> numbers = settings.numbers(key);
    boolean usable = key.equals("mean") || numbers.stream().allMatch(number -> number > 0);
    if (numbers.size() != channels || !usable) {
      throw settings.wrong(key, "a list of as many numbers as channels, std above 0");
    }
    return numbers;
  }

  /** The shape of what the model takes: one film, channels, rows, columns. */
  long[] shape() {
    return new long[] {1, means.size(), side, side};
  }

  /** A film as the model takes it, in {@link #shape}, row-major. */
  float[] input(Film film) {
    Plane square = CentreSquare.of(Plane.of(film), side);
    int size = side * side;
    float[] input = new float[means.size() * size];
    for (int channel = 0; channel < means.size(); channel++) {
      for (int i = 0; i < size; i++) {
        input[channel * size + i] =
            (float) ((square.values()[i] - means.get(channel)) / deviations.get(channel));
      }
    }
    return input;
  }
}
