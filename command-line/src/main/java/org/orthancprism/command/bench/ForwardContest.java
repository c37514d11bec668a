// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.benchmark.UnetForward;
import org.orthancprism.models.benchmark.UnetForward.Pass;

/**
 * One forward pass of the UNet, by the engine, by the same TorchScript module in Python and by
 * diffusers; all are held to give the same noise.
 *
 * @param java the engine's network
 * @param python the networks in Python, where there are any
 * @param side rows and columns of a latent
 */
record ForwardContest(UnetForward java, Optional<PythonNetworks> python, int side) {

  /** A caption and the empty one, as guidance has it. */
  private static final int BATCH = 2;

  /** Two networks of the same weights, in single precision, differ by less. */
  private static final double SAME = 1e-3;

  /** Lets those that are there run in turns. */
  Times run(Contest contest, Contest.Listener listener) throws BenchException {
    Pass own = java.run(BATCH, side, side);
    Map<String, Contest.Contestant> contestants = new LinkedHashMap<>();
    contestants.put(Times.JAVA, () -> java.run(BATCH, side, side).seconds());
    if (python.isPresent()) {
      PythonNetworks networks = python.get();
      enter(contestants, Times.PYTHON, networks, PythonNetworks.TORCHSCRIPT, own.mean());
      enter(contestants, Times.DIFFUSERS, networks, PythonNetworks.DIFFUSERS, own.mean());
    }
    return new Times("UNet forward", contest.medians(contestants, listener));
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
    double found = networks.run(network, BATCH, side, side).mean();
    if (Math.abs(found - mean) > SAME * Math.abs(mean)) {
      throw new BenchException(
          network
              + " predicts a mean noise of "
              + found
              + ", the engine of "
              + mean
              + ": the times of two different networks can't be compared");
    }
    contestants.put(name, () -> networks.run(network, BATCH, side, side).seconds());
  }
}
