// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.orthancprism.command.gpu.Diagnosis.Line;
import org.orthancprism.command.gpu.Diagnosis.Verdict;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.Libtorch;
import org.orthancprism.models.torch.Precision;

/** Says what findings mean. Looks at nothing but them. */
final class Diagnoser {

  private static final String FOR_CUDA = "install libtorch for CUDA as docs/cuda.md describes";

  private final GpuFindings findings;
  private final DriverDiagnosis driver;
  private final Libtorch libtorch;

  private Diagnoser(GpuFindings findings) {
    this.findings = findings;
    this.driver = new DriverDiagnosis(findings.files(), findings.smi(), findings.driver());
    this.libtorch = findings.libtorch();
  }

  /** What was found, in words. */
  static Diagnosis diagnose(GpuFindings findings) {
    return new Diagnoser(findings).diagnosis();
  }

  private Diagnosis diagnosis() {
    List<Line> lines = new ArrayList<>(List.of(driver.line(), driver.smiLine()));
    lines.addAll(devices());
    lines.add(libtorchLine());
    lines.add(workerLine());
    tried().forEach(device -> lines.addAll(device.lines()));
    return new Diagnosis(lines, usesGpu(), conclusion());
  }

  private List<Line> devices() {
    List<Line> lines = new ArrayList<>();
    if (findings.driver() instanceof CudaDriver.Ready ready) {
      for (int i = 0; i < ready.gpus().size(); i++) {
        lines.add(new Line("cuda:" + i, Verdict.OK, ready.gpus().get(i).words() + inUse(i)));
      }
    }
    return lines;
  }

  private String inUse(int gpu) {
    OptionalLong used =
        findings.smi() instanceof SmiReport.Told told && gpu < told.used().size()
            ? told.used().get(gpu)
            : OptionalLong.empty();
    return used.isPresent() ? ", " + used.getAsLong() + " MiB in use" : "";
  }

  private Line libtorchLine() {
    if (libtorch.fault().isPresent()) {
      return new Line("libtorch", Verdict.WRONG, libtorch.fault().get());
    }
    String built =
        libtorch.hasCuda()
            ? "for CUDA" + libtorch.cuda().map(version -> " " + version).orElse("")
            : "for the processor alone";
    String place =
        libtorch.folder().map(folder -> "in " + folder).orElse("which comes with the plugin");
    Verdict verdict =
        libtorch.hasCuda()
            ? Verdict.OK
            : driver.fault().isPresent() ? Verdict.ABSENT : Verdict.WRONG;
    return new Line("libtorch", verdict, libtorch.version() + " " + built + ", " + place);
  }

  private Line workerLine() {
    Optional<String> chosen = findings.chosen();
    if (chosen.isEmpty()) {
      return new Line("worker", Verdict.WRONG, "does not start: " + failure());
    }
    return new Line(
        "worker",
        findings.choice().isOnGpu() ? Verdict.OK : Verdict.ABSENT,
        "computes on " + chosen.get() + " in " + precision());
  }

  private String precision() {
    return findings
        .worker()
        .precision()
        .chosen()
        .or(() -> findings.choice().device().map(ComputeDevice::precision))
        .map(Precision::label)
        .orElse("");
  }

  private String failure() {
    return DeviceDiagnosis.firstLine(
        findings.choice().failure().orElse("its process said nothing"));
  }

  /** The GPUs that were tried, or the processor's product where there are none. */
  private List<DeviceDiagnosis> tried() {
    return findings.gpus().isEmpty()
        ? findings.chosen().stream()
            .map(device -> new DeviceDiagnosis(device, findings.choice(), Optional.empty()))
            .toList()
        : findings.gpus().stream()
            .map(gpu -> new DeviceDiagnosis(gpu.device(), gpu.trial(), findings.processor()))
            .toList();
  }

  /** That of the GPU which the worker takes; empty where it takes none. */
  private Optional<DeviceDiagnosis> ownGpu() {
    return tried().stream()
        .filter(device -> findings.choice().isOnGpu())
        .filter(device -> findings.chosen().filter(device.device()::equals).isPresent())
        .findFirst();
  }

  private boolean usesGpu() {
    return ownGpu().filter(DeviceDiagnosis::agrees).isPresent();
  }

  private String conclusion() {
    Optional<DeviceDiagnosis> own = ownGpu();
    if (own.isPresent()) {
      String device = own.get().device();
      return own.get()
          .fault()
          .map(
              fault ->
                  "The worker will use " + device + " and fail there: " + fault + other(device))
          .orElseGet(
              () -> "The worker will use " + device + name(device) + " in " + precision() + ".");
    }
    return findings.chosen().isPresent()
        ? "The worker will use the processor: " + whyTheProcessor() + "."
        : "The worker will not start: " + whyNothing() + ".";
  }

  /** Another GPU, which computes rightly. */
  private String other(String device) {
    return tried().stream()
        .filter(DeviceDiagnosis::agrees)
        .map(DeviceDiagnosis::device)
        .filter(name -> !name.equals(device))
        .findFirst()
        .map(name -> "; or set Worker.Device to " + name + ", which computes rightly.")
        .orElse(".");
  }

  private String name(String device) {
    int number = Integer.parseInt(device.substring(device.indexOf(':') + 1));
    return findings.driver() instanceof CudaDriver.Ready ready && number < ready.gpus().size()
        ? " (" + ready.gpus().get(number).name() + ")"
        : "";
  }

  private String whyTheProcessor() {
    if (findings.worker().device().name().equals("cpu")) {
      return "Worker.Device is cpu; set it to auto or to cuda:0";
    }
    return driver
        .fault()
        .map(fault -> libtorch.hasCuda() ? fault : fault + "; then " + FOR_CUDA)
        .or(libtorch::fault)
        .orElseGet(this::whyNoGpuIsFound);
  }

  private String whyNoGpuIsFound() {
    if (!libtorch.hasCuda()) {
      return "libtorch " + libtorch.version() + " is built for the processor alone; " + FOR_CUDA;
    }
    if (findings.driver() instanceof CudaDriver.Ready ready
        && findings.worker().device().number().orElse(0) >= ready.gpus().size()) {
      return "there is no "
          + findings.worker().device().name()
          + "; set Worker.Device to auto or to cuda:0";
    }
    return "libtorch"
        + libtorch.cuda().map(version -> " for CUDA " + version).orElse("")
        + " finds no GPU, and the driver can do CUDA up to "
        + findings.driver().newestCuda().orElse("?")
        + "; install a newer driver where that is less";
  }

  private String whyNothing() {
    return Optional.of(libtorch.hasCuda())
        .filter(hasCuda -> hasCuda)
        .flatMap(hasCuda -> driver.fault())
        .map(fault -> fault + ", or unset PYTORCH_LIBRARY_PATH to use the processor")
        .or(libtorch::fault)
        .orElseGet(this::failure);
  }
}
