// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.Optional;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.MatrixProduct;

/**
 * What a process that was started as a worker made of the engine; each is empty where it did not
 * come that far, or was not asked to.
 *
 * @param device what it computes on, as the worker's own choice has it
 * @param product a matrix product on it
 * @param edit an edit by the pack on it
 * @param failure why it went no further
 */
record EngineTrial(
    Optional<ComputeDevice> device,
    Optional<MatrixProduct> product,
    Optional<TriedEdit> edit,
    Optional<String> failure) {

  /** Whether it computes on a GPU. */
  boolean isOnGpu() {
    return device.filter(ComputeDevice::isAccelerator).isPresent();
  }
}
