// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.List;
import java.util.OptionalDouble;
import org.orthancprism.bench.network.DirectEdit;
import org.orthancprism.bench.network.UnetForward;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/**
 * What the engine and Python both do with a pack, timed in turns.
 *
 * @param pack the pack
 * @param reference the Python, which has loaded the same pack
 * @param display where progress is shown
 * @param from progress of the whole bench when these begin
 * @param to progress of the whole bench when they end
 */
record SharedWorks(
    Pack pack, ReferencePython reference, ProgressDisplay display, double from, double to) {

  private static final InterleavedTiming FORWARD = new InterleavedTiming(4, 15);
  private static final InterleavedTiming EDIT = new InterleavedTiming(1, 5);

  /**
   * Times all of them.
   *
   * @throws BenchException when Python fails, or computes something else than the engine
   * @throws PackException when the pack is no inversion pack
   */
  List<Times> run() throws BenchException, PackException {
    return List.of(forward(), wholeEdit());
  }

  private Times forward() throws BenchException, PackException {
    try (UnetForward java = UnetForward.open(pack)) {
      return SharedWork.forward(java, latentSide())
          .run(
              reference.networks(), FORWARD, display.stage("UNet forward", from, middle())::accept);
    }
  }

  private Times wholeEdit() throws BenchException, PackException {
    try (DirectEdit java = DirectEdit.open(pack)) {
      return SharedWork.wholeEdit(java)
          .run(reference.networks(), EDIT, display.stage("whole edit", middle(), to)::accept);
    }
  }

  private double middle() {
    return (from + to) / 2;
  }

  /** Each resolution of the autoencoder beyond the first halves a film's sides. */
  private int latentSide() throws PackException {
    int resolutions =
        pack.module("vae").config().getOrDefault("block_out_channels", List.of(1.0)).size();
    return pack.manifest().resolution() >> (resolutions - 1);
  }

  /** The engine's time over that of the same modules in Python. */
  Figure overPython(List<Times> works) {
    return worst(works, Times.PYTHON, PythonNetworks.TORCHSCRIPT);
  }

  /** The engine's time over that of diffusers, eager. */
  Figure overDiffusers(List<Times> works) {
    return worst(works, Times.DIFFUSERS, PythonNetworks.DIFFUSERS);
  }

  /** The larger ratio over all works, since neither may hide the other. */
  private Figure worst(List<Times> works, String other, String network) {
    OptionalDouble ratio =
        works.stream().flatMapToDouble(times -> times.javaOver(other).stream()).max();
    return ratio.isPresent()
        ? Figure.of(ratio.getAsDouble())
        : Figure.missing(reference.missing(network).orElse("it was not timed"));
  }
}
