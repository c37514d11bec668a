// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Objects;
import org.orthancprism.models.pack.PackException;

/**
 * What this process computes on.
 *
 * @param name torch's name for it: {@code cpu}, or {@code cuda:0} and so on
 * @param precision what suits it, and what networks compute in unless another is asked for
 */
public record ComputeDevice(String name, Precision precision) {

  private static final String CPU = "cpu";

  public ComputeDevice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(precision, "precision");
  }

  /**
   * That of this process.
   *
   * @throws PackException when the engine does not start on this machine
   */
  public static ComputeDevice ofThisProcess() throws PackException {
    try (NDManager root = TorchRuntime.newRoot()) {
      Device device = root.getDevice();
      return new ComputeDevice(
          device.isGpu() ? "cuda:" + device.getDeviceId() : CPU, Precision.suiting(device));
    }
  }

  /** Whether it computes faster than the machine's own processor. */
  public boolean isAccelerator() {
    return !name.equals(CPU);
  }
}
