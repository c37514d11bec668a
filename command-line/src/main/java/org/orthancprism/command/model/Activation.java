// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.util.Arrays;

/** What makes probabilities of a network's outputs. */
enum Activation {

  /** Each output is the logit of one finding. */
  SIGMOID {
    @Override
    double[] of(double[] outputs) {
      return Arrays.stream(outputs).map(output -> 1 / (1 + Math.exp(-output))).toArray();
    }
  },

  /** The outputs are logits of classes that exclude each other. */
  SOFTMAX {
    @Override
    double[] of(double[] outputs) {
      double greatest = Arrays.stream(outputs).max().orElse(0);
      double[] weights =
          Arrays.stream(outputs).map(output -> Math.exp(output - greatest)).toArray();
      double sum = Arrays.stream(weights).sum();
      return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
  },

  /** The outputs are probabilities. */
  NONE {
    @Override
    double[] of(double[] outputs) {
      return outputs.clone();
    }
  };

  /** The probabilities; not numbers where an output is not. */
  abstract double[] of(double[] outputs);
}
