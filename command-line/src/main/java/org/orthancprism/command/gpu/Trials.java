// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import org.orthancprism.worker.process.WorkerDevice;

/** What is tried in processes of their own. */
interface Trials {

  /** Asks NVIDIA's driver. */
  CudaDriver driver() throws IOException, InterruptedException;

  /** Starts the engine as a worker with this device would, and multiplies two matrices. */
  EngineTrial engine(WorkerDevice device) throws IOException, InterruptedException;

  /** The same, and edits a phantom with the pack. */
  EngineTrial edit(WorkerDevice device) throws IOException, InterruptedException;
}
