// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.torch.Libtorch;
import org.orthancprism.worker.process.NvidiaSmi;
import org.orthancprism.worker.process.WorkerDevice;

/**
 * What was found on a machine.
 *
 * @param worker the worker in question
 * @param files what the kernel shows of NVIDIA's driver
 * @param smi what {@code nvidia-smi} says
 * @param driver what the driver says
 * @param libtorch the libtorch that the worker would load
 * @param choice what the worker's own process computes on
 * @param processor the edit on the processor, which others are held against; empty where the worker
 *     does not compute on a GPU
 * @param gpus the trials on each GPU; none where the worker does not compute on one
 */
record GpuFindings(
    CheckedWorker worker,
    NvidiaFiles files,
    SmiReport smi,
    CudaDriver driver,
    Libtorch libtorch,
    EngineTrial choice,
    Optional<EngineTrial> processor,
    List<GpuTrial> gpus) {

  GpuFindings {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(smi, "smi");
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(libtorch, "libtorch");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(processor, "processor");
    gpus = List.copyOf(gpus);
  }

  /**
   * A GPU's trial.
   *
   * @param device its name, for example {@code cuda:0}
   * @param trial what came of it
   */
  record GpuTrial(String device, EngineTrial trial) {}

  /** Looks at the machine, and tries its devices where the worker would compute on a GPU. */
  static GpuFindings of(CheckedWorker worker, NvidiaFiles files, NvidiaSmi smi, Trials trials)
      throws IOException, InterruptedException {
    CudaDriver driver = trials.driver();
    EngineTrial choice = trials.engine(worker.device());
    Optional<EngineTrial> processor = Optional.empty();
    List<GpuTrial> gpus = new ArrayList<>();
    if (choice.isOnGpu()) {
      processor = Optional.of(trials.edit(new WorkerDevice("cpu")));
      for (String device : devices(worker, driver, choice)) {
        gpus.add(new GpuTrial(device, trials.edit(new WorkerDevice(device))));
      }
    }
    return new GpuFindings(
        worker,
        files,
        SmiReport.of(smi),
        driver,
        Libtorch.of(worker.environment()),
        choice,
        processor,
        gpus);
  }

  /** Those that the driver has; the worker's own where the driver does not tell. */
  private static List<String> devices(CheckedWorker worker, CudaDriver driver, EngineTrial choice) {
    List<String> devices = new ArrayList<>();
    if (driver instanceof CudaDriver.Ready ready) {
      for (int i = 0; i < ready.gpus().size(); i++) {
        devices.add("cuda:" + i);
      }
    } else {
      choice.device().map(worker.device()::known).ifPresent(devices::add);
    }
    return devices;
  }

  /** What the worker computes on, by the name that an administrator knows; empty where it fails. */
  Optional<String> chosen() {
    return choice.device().map(worker.device()::known);
  }
}
