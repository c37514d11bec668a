// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.orthancprism.command.gpu.GpuFindings.GpuTrial;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.Libtorch;
import org.orthancprism.models.torch.MatrixProduct;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.worker.process.WorkerDevice;
import org.orthancprism.worker.process.WorkerPrecision;

/** What findings mean, one thing wrong at a time. */
class DiagnoserTest {

  private static final Gpu GPU = new Gpu("NVIDIA L4", 24L << 30, "8.9");
  private static final CudaDriver READY = new CudaDriver.Ready("13.0", List.of(GPU, GPU));
  private static final NvidiaFiles LOADED =
      new NvidiaFiles(Optional.of("580.95.05"), List.of("/dev/nvidia0"));
  private static final NvidiaFiles NOT_LOADED = new NvidiaFiles(Optional.empty(), List.of());
  private static final SmiReport SMI =
      new SmiReport.Told("580.95.05", List.of(OptionalLong.of(3), OptionalLong.empty()));
  private static final SmiReport NO_SMI = new SmiReport.Missing();
  private static final Libtorch FOR_CUDA = libtorch(true, Optional.empty());
  private static final Libtorch FOR_CPU = libtorch(false, Optional.empty());
  private static final EngineTrial ON_GPU = started("cuda:0", Precision.FP16);
  private static final EngineTrial ON_CPU = started("cpu", Precision.FP32);
  private static final EngineTrial BROKEN = failed("libcaffe2_nvrtc.so: file too short");

  private static Libtorch libtorch(boolean cuda, Optional<String> fault) {
    return new Libtorch(
        Optional.of(Path.of("/opt/libtorch/lib")),
        "2.7.1",
        cuda ? Optional.of("12.6") : Optional.empty(),
        cuda,
        cuda ? "cu128" : "cpu",
        fault);
  }

  private static EngineTrial started(String device, Precision precision) {
    return new EngineTrial(
        Optional.of(new ComputeDevice(device, precision)),
        Optional.of(new MatrixProduct(2e-7)),
        Optional.empty(),
        Optional.empty());
  }

  private static EngineTrial failed(String reason) {
    return new EngineTrial(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(reason));
  }

  private static EngineTrial edited(double error, float luminance) {
    return new EngineTrial(
        ON_GPU.device(),
        Optional.of(new MatrixProduct(error)),
        Optional.of(new TriedEdit("remove-edema", new Film(1, 2, new float[] {0.5f, luminance}))),
        Optional.empty());
  }

  private static CheckedWorker worker(String device) {
    return new CheckedWorker(
        new WorkerDevice(device), WorkerPrecision.AUTO, Map.of(), Path.of("/packs/default"));
  }

  private static Diagnosis without(
      NvidiaFiles files, SmiReport smi, CudaDriver driver, Libtorch libtorch, EngineTrial choice) {
    return of("auto", files, smi, driver, libtorch, choice);
  }

  private static Diagnosis of(
      String device,
      NvidiaFiles files,
      SmiReport smi,
      CudaDriver driver,
      Libtorch libtorch,
      EngineTrial choice) {
    return Diagnoser.diagnose(
        new GpuFindings(
            worker(device), files, smi, driver, libtorch, choice, Optional.empty(), List.of()));
  }

  private static Diagnosis with(EngineTrial processor, EngineTrial first, EngineTrial second) {
    return Diagnoser.diagnose(
        new GpuFindings(
            worker("auto"),
            LOADED,
            SMI,
            READY,
            FOR_CUDA,
            ON_GPU,
            Optional.of(processor),
            List.of(new GpuTrial("cuda:0", first), new GpuTrial("cuda:1", second))));
  }

  private static void assertConcludes(String begin, String advice, Diagnosis diagnosis) {
    assertFalse(diagnosis.usesGpu());
    assertTrue(diagnosis.conclusion().startsWith(begin), diagnosis::conclusion);
    assertTrue(diagnosis.conclusion().contains(advice), diagnosis::conclusion);
    assertTrue(diagnosis.conclusion().endsWith("."), diagnosis::conclusion);
  }

  private static final String PROCESSOR = "The worker will use the processor: ";

  @Test
  void aGpuThatComputesAsTheProcessorIsUsed() {
    EngineTrial good = edited(2e-7, 0.25f);
    Diagnosis diagnosis = with(good, good, good);
    assertTrue(diagnosis.usesGpu());
    assertEquals("The worker will use cuda:0 (NVIDIA L4) in fp16.", diagnosis.conclusion());
    assertEquals(
        """
        ok  driver          NVIDIA's driver 580.95.05, CUDA up to 13.0
        ok  nvidia-smi      answers, of driver 580.95.05
        ok  cuda:0          NVIDIA L4, 24.0 GiB, compute capability 8.9, 3 MiB in use
        ok  cuda:1          NVIDIA L4, 24.0 GiB, compute capability 8.9
        ok  libtorch        2.7.1 for CUDA 12.6, in /opt/libtorch/lib
        ok  worker          computes on cuda:0 in fp16
        ok  product cuda:0  relative error 2.0e-07 to the processor's (limit 1e-03)
        ok  edit cuda:0     remove-edema of a phantom, from the processor's at most 0.00/255 (limit 64) and in the mean 0.000/255 (limit 1)
        ok  product cuda:1  relative error 2.0e-07 to the processor's (limit 1e-03)
        ok  edit cuda:1     remove-edema of a phantom, from the processor's at most 0.00/255 (limit 64) and in the mean 0.000/255 (limit 1)
        """,
        String.join("\n", diagnosis.lines().stream().map(Object::toString).toList()) + "\n");
  }

  @Test
  void aMachineWithoutADriverIsToldToInstallIt() {
    Diagnosis diagnosis = without(NOT_LOADED, NO_SMI, new CudaDriver.Missing(), FOR_CPU, ON_CPU);
    assertConcludes(PROCESSOR, "NVIDIA's driver is not installed", diagnosis);
    assertConcludes(PROCESSOR, "then install libtorch for CUDA", diagnosis);
  }

  @Test
  void aDriverWithoutItsLibraryIsToldToCompleteIt() {
    assertConcludes(
        PROCESSOR,
        "libcuda.so.1 is not installed: install the driver's library of the same version",
        without(LOADED, SMI, new CudaDriver.Missing(), FOR_CPU, ON_CPU));
  }

  @Test
  void aFalseLibraryIsToldToBeInstalledAgain() {
    assertConcludes(
        "The worker will not start: ",
        "libcuda.so.1 can't be used (file too short): install NVIDIA's driver again",
        without(LOADED, SMI, new CudaDriver.Unusable("file too short"), FOR_CUDA, BROKEN));
  }

  @Test
  void aDriverWithoutADeviceTellsWhatIsMissing() {
    CudaDriver none = new CudaDriver.Refusing(100);
    SmiReport silent = new SmiReport.Silent("failed with status 6: No devices were found");
    NvidiaFiles noFiles = new NvidiaFiles(Optional.of("580.95.05"), List.of());
    assertConcludes(
        PROCESSOR, "not loaded: run modprobe", without(NOT_LOADED, NO_SMI, none, FOR_CUDA, ON_CPU));
    assertConcludes(
        PROCESSOR, "there is no /dev/nvidia0", without(noFiles, silent, none, FOR_CUDA, ON_CPU));
    assertConcludes(
        PROCESSOR, "No devices were found", without(noFiles, silent, none, FOR_CUDA, ON_CPU));
    assertConcludes(
        PROCESSOR,
        "does not let this user use /dev/nvidia0",
        without(LOADED, SMI, none, FOR_CUDA, ON_CPU));
  }

  @Test
  void aDriverThatDoesNotStartIsToldToBeRestarted() {
    assertConcludes(
        PROCESSOR,
        "does not start (CUDA error 803): restart the machine",
        without(LOADED, SMI, new CudaDriver.Refusing(803), FOR_CUDA, ON_CPU));
  }

  @Test
  void smiIsNotNeeded() {
    Diagnosis missing = without(LOADED, NO_SMI, READY, FOR_CUDA, ON_GPU);
    assertTrue(missing.usesGpu());
    assertTrue(missing.lines().get(1).words().contains("is not installed, so memory in use"));
    SmiReport silent = new SmiReport.Silent("did not end within 10 s");
    Diagnosis hanging = without(LOADED, silent, READY, FOR_CUDA, ON_GPU);
    assertTrue(hanging.usesGpu());
    assertEquals(Diagnosis.Verdict.WRONG, hanging.lines().get(1).verdict());
    assertTrue(hanging.lines().get(1).words().startsWith("did not end within 10 s: "));
  }

  @Test
  void libtorchForTheProcessorIsToldToBeReplaced() {
    assertConcludes(
        PROCESSOR,
        "libtorch 2.7.1 is built for the processor alone; install libtorch for CUDA",
        without(LOADED, SMI, READY, FOR_CPU, ON_CPU));
  }

  @Test
  void anotherVersionOfLibtorchIsNamed() {
    Libtorch other = libtorch(true, Optional.of("libtorch is 2.9.0: install torch==2.7.1"));
    assertConcludes(
        "The worker will not start: ",
        "install torch==2.7.1",
        without(LOADED, SMI, READY, other, failed("its process ended with status 139")));
  }

  @Test
  void aDriverThatIsOlderThanLibtorchIsToldToBeReplaced() {
    CudaDriver old = new CudaDriver.Ready("11.4", List.of(GPU));
    assertConcludes(
        PROCESSOR,
        "libtorch for CUDA 12.6 finds no GPU, and the driver can do CUDA up to 11.4",
        without(LOADED, SMI, old, FOR_CUDA, ON_CPU));
  }

  @Test
  void theProcessorIsNotComparedWithItself() {
    List<String> lines =
        of("cpu", LOADED, SMI, READY, FOR_CPU, ON_CPU).lines().stream()
            .filter(line -> line.subject().equals("product cpu"))
            .map(Diagnosis.Line::words)
            .toList();
    assertEquals(List.of("the engine starts and computes"), lines);
  }

  @Test
  void aWorkerThatIsBoundElsewhereSaysSo() {
    assertConcludes(
        PROCESSOR, "Worker.Device is cpu", of("cpu", LOADED, SMI, READY, FOR_CUDA, ON_CPU));
    assertConcludes(
        PROCESSOR, "there is no cuda:7", of("cuda:7", LOADED, SMI, READY, FOR_CUDA, ON_CPU));
  }

  @Test
  void aGpuThatIsTooSmallIsToldSo() {
    EngineTrial good = edited(2e-7, 0.25f);
    EngineTrial full =
        new EngineTrial(
            ON_GPU.device(),
            ON_GPU.product(),
            Optional.empty(),
            Optional.of(
                "unet.safetensors can't be loaded: frame 7\nCUDA out of memory. Tried to allocate 2 GiB"));
    Diagnosis diagnosis = with(good, full, full);
    assertConcludes(
        "The worker will use cuda:0 and fail there: ",
        "its memory is too small for the pack, or in use",
        diagnosis);
    assertFalse(diagnosis.conclusion().contains("Tried to allocate"));
  }

  @Test
  void aGpuWhoseResultsDifferIsNotToBeUsed() {
    EngineTrial good = edited(2e-7, 0.25f);
    for (EngineTrial wrong :
        List.of(
            edited(2e-7, 0.75f),
            edited(2e-7, 0.26f),
            edited(2e-7, Float.NaN),
            edited(0.1, 0.25f),
            edited(Double.NaN, 0.25f))) {
      Diagnosis diagnosis = with(good, wrong, good);
      assertConcludes(
          "The worker will use cuda:0 and fail there: its results differ",
          "or set Worker.Device to cuda:1, which computes rightly.",
          diagnosis);
      assertTrue(
          diagnosis.lines().stream().anyMatch(line -> line.verdict() == Diagnosis.Verdict.WRONG),
          diagnosis::toString);
    }
  }

  @Test
  void aGpuThatEndsTheProcessIsToldSo() {
    EngineTrial good = edited(2e-7, 0.25f);
    EngineTrial crashed = failed("its process ended with status 139");
    assertConcludes(
        "The worker will use cuda:0 and fail there: ",
        "its process ended with status 139: set Worker.Device to cpu",
        with(good, crashed, crashed));
  }

  @Test
  void aPackThatFailsOnTheProcessorTooIsNoFaultOfTheGpu() {
    EngineTrial good = edited(2e-7, 0.25f);
    assertConcludes(
        "The worker will use cuda:0 and fail there: ",
        "run pack verify on it",
        with(failed("a weight is missing"), good, good));
  }

  @Test
  void programsReadTheSame() {
    Diagnosis diagnosis = without(LOADED, SMI, READY, FOR_CPU, ON_CPU);
    assertEquals(diagnosis.conclusion(), diagnosis.toJson().getString("conclusion"));
    assertEquals(
        "wrong", diagnosis.toJson().getJsonArray("lines").getJsonObject(4).getString("verdict"));
  }
}
