// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.benchmark.DirectEdit;
import org.orthancprism.models.benchmark.DirectEdit.Made;

/**
 * One whole edit by {@code direct}, from a film at working resolution to its change: by the engine,
 * by the same TorchScript modules in Python and by diffusers; all are held to make the same change.
 *
 * @param java the engine's edit
 * @param python the networks in Python, where there are any
 */
record EditContest(DirectEdit java, Optional<PythonNetworks> python) {

  /** Rounding adds up over the steps, and the three sum in different orders. */
  private static final double SAME = 1e-2;

  /** Lets those that are there run in turns. */
  Times run(Contest contest, Contest.Listener listener) throws BenchException {
    Made own = java.run();
    Map<String, Contest.Contestant> contestants = new LinkedHashMap<>();
    contestants.put(Times.JAVA, () -> java.run().seconds());
    if (python.isPresent()) {
      enter(contestants, Times.PYTHON, python.get(), PythonNetworks.TORCHSCRIPT, own.mean());
      enter(contestants, Times.DIFFUSERS, python.get(), PythonNetworks.DIFFUSERS, own.mean());
    }
    return new Times("whole edit", contest.medians(contestants, listener));
  }

  private void enter(
      Map<String, Contest.Contestant> contestants,
      String name,
      PythonNetworks networks,
      String network,
      double mean)
      throws BenchException {
    if (networks.missing(network).isPresent()) {
      return;
    }
    DirectEdit.Task task = java.task();
    double found = networks.edit(network, task).mean();
    if (Math.abs(found - mean) > SAME * Math.abs(mean)) {
      throw new BenchException(
          network
              + " changes the film by "
              + found
              + " in the mean, the engine by "
              + mean
              + ": the times of two different edits can't be compared");
    }
    contestants.put(name, () -> networks.edit(network, task).seconds());
  }
}
