// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.network.DirectEdit;
import org.orthancprism.bench.network.Timed;
import org.orthancprism.bench.network.UnetForward;
import org.orthancprism.models.torch.Precision;

/**
 * What the engine does, and Python by the same TorchScript modules and by diffusers too; all are
 * held to the same result before they are timed.
 *
 * @param name what is done
 * @param result what comes out, for a reader
 * @param same share by which the means of two results of the same work may differ
 * @param engine does it in the engine
 * @param inPython does it in Python
 */
record SharedWork(String name, String result, double same, Engine engine, InPython inPython) {

  /** A caption and the empty one, as guidance has it. */
  private static final int BATCH = 2;

  /** Does the work once. */
  @FunctionalInterface
  interface Engine {
    Timed run() throws BenchException;
  }

  /** Does the work once by one of the networks that Python has. */
  @FunctionalInterface
  interface InPython {
    Timed run(PythonNetworks networks, String network) throws BenchException;
  }

  /**
   * One forward pass of the UNet. Two networks of the same weights, in single precision, differ by
   * less than a thousandth; in half precision by less than a hundredth.
   *
   * @param side rows and columns of a latent
   */
  static SharedWork forward(UnetForward java, int side) {
    return new SharedWork(
        "UNet forward",
        "a mean noise",
        java.precision() == Precision.FP32 ? 1e-3 : 1e-2,
        () -> java.run(BATCH, side, side),
        (networks, network) -> networks.run(network, BATCH, side, side));
  }

  /**
   * One whole edit by {@code direct}, from a film at working resolution to its change. Rounding
   * adds up over the steps, and the three sum in different orders.
   */
  static SharedWork wholeEdit(DirectEdit java) {
    DirectEdit.Task task = java.task();
    return new SharedWork(
        "whole edit",
        "a mean change of the film",
        java.precision() == Precision.FP32 ? 1e-2 : 1e-1,
        java::run,
        (networks, network) -> networks.edit(network, task));
  }

  /** Lets those that are there do it in turns. */
  Times run(
      Optional<PythonNetworks> python,
      InterleavedTiming contest,
      InterleavedTiming.Listener listener)
      throws BenchException {
    double mean = engine.run().mean();
    Map<String, InterleavedTiming.Contestant> contestants = new LinkedHashMap<>();
    contestants.put(Times.JAVA, () -> engine.run().seconds());
    if (python.isPresent()) {
      enter(contestants, Times.PYTHON, python.get(), PythonNetworks.TORCHSCRIPT, mean);
      enter(contestants, Times.DIFFUSERS, python.get(), PythonNetworks.DIFFUSERS, mean);
    }
    return new Times(name, contest.medians(contestants, listener));
  }

  private void enter(
      Map<String, InterleavedTiming.Contestant> contestants,
      String contestant,
      PythonNetworks networks,
      String network,
      double mean)
      throws BenchException {
    if (networks.missing(network).isPresent()) {
      return;
    }
    double found = inPython.run(networks, network).mean();
    if (Math.abs(found - mean) > same * Math.abs(mean)) {
      throw new BenchException(
          network
              + " gives "
              + result
              + " of "
              + found
              + ", the engine of "
              + mean
              + ": the times of two different works can't be compared");
    }
    contestants.put(contestant, () -> inPython.run(networks, network).seconds());
  }
}
