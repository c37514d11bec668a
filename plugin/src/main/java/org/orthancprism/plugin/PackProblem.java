// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import org.orthancprism.models.pack.PackException;
import org.orthancprism.rest.Problem;

/** The answer to a request that needs a pack which can't be used. */
final class PackProblem {

  private PackProblem() {}

  static Problem of(PackException e) {
    return new Problem(500, "Pack unusable", "The pack can't be used: " + e.getMessage());
  }
}
