// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.Optional;
import org.orthancprism.command.gpu.Diagnosis.Line;
import org.orthancprism.command.gpu.Diagnosis.Verdict;

/**
 * What is to be said of NVIDIA's driver.
 *
 * @param files what the kernel shows of it
 * @param smi what {@code nvidia-smi} says
 * @param driver what the driver says
 */
record DriverDiagnosis(NvidiaFiles files, SmiReport smi, CudaDriver driver) {

  private static final String INSTALL =
      "install NVIDIA's driver (nvidia-driver of Debian), and in a container start it with the GPU"
          + " (docker run --gpus all)";

  /** The driver in one line. */
  Line line() {
    return fault()
        .map(fault -> new Line("driver", Verdict.WRONG, fault))
        .orElseGet(
            () -> new Line("driver", Verdict.OK, version() + driver.newestCuda().orElse("?")));
  }

  private String version() {
    String version =
        smi instanceof SmiReport.Told told
            ? told.driver()
            : files.kernelModule().orElse("of unknown version");
    return "NVIDIA's driver " + version + ", CUDA up to ";
  }

  /** Why no GPU can be used, with what to do; empty where the driver is ready. */
  Optional<String> fault() {
    if (driver instanceof CudaDriver.Missing) {
      return Optional.of(missing());
    }
    if (driver instanceof CudaDriver.Unusable unusable) {
      return Optional.of(
          CudaLibrary.NAME
              + " can't be used ("
              + unusable.reason()
              + "): install NVIDIA's driver again");
    }
    return driver instanceof CudaDriver.Refusing refusing
        ? Optional.of(refused(refusing))
        : Optional.empty();
  }

  private String missing() {
    return files
        .kernelModule()
        .map(
            version ->
                "the kernel has NVIDIA's driver "
                    + version
                    + ", and "
                    + CudaLibrary.NAME
                    + " is not installed: install the driver's library of the same version (libcuda1 of"
                    + " Debian)")
        .orElse("NVIDIA's driver is not installed: where this machine has a GPU, " + INSTALL);
  }

  private String refused(CudaDriver.Refusing refusing) {
    String smiSays =
        smi instanceof SmiReport.Silent silent ? "; nvidia-smi " + silent.reason() : "";
    if (!refusing.isWithoutDevice()) {
      return "NVIDIA's driver does not start (CUDA error "
          + refusing.error()
          + smiSays
          + "): restart the machine, so that the kernel's module and "
          + CudaLibrary.NAME
          + " are of one version";
    }
    if (files.kernelModule().isEmpty()) {
      return "NVIDIA's driver is installed and not loaded: run modprobe nvidia as root and see what"
          + " dmesg says of it"
          + smiSays;
    }
    return files.devices().isEmpty()
        ? "NVIDIA's driver has no device, as there is no /dev/nvidia0: run nvidia-modprobe -c 0 -u as"
            + " root, and start a container with the GPU (docker run --gpus all)"
            + smiSays
        : "NVIDIA's driver does not let this user use "
            + String.join(", ", files.devices())
            + ": give the worker's user the right to read and write them"
            + smiSays;
  }

  /** {@code nvidia-smi} in one line; without it no worker reports memory in use. */
  Line smiLine() {
    String subject = "nvidia-smi";
    if (smi instanceof SmiReport.Told told) {
      return new Line(subject, Verdict.OK, "answers, of driver " + told.driver());
    }
    if (smi instanceof SmiReport.Silent silent) {
      return new Line(
          subject,
          Verdict.WRONG,
          silent.reason() + ": install NVIDIA's driver and nvidia-smi of one version, and restart");
    }
    return driver instanceof CudaDriver.Ready
        ? new Line(
            subject,
            Verdict.WRONG,
            "is not installed, so memory in use is not reported: install it (nvidia-smi of Debian)")
        : new Line(subject, Verdict.ABSENT, "is not installed");
  }
}
