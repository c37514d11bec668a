// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.QuickDefaultPack;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.worker.process.NvidiaSmi;
import org.orthancprism.worker.process.WorkerDevice;

/** A machine is looked at. In the place of its GPUs the processor computes. */
class GpuFindingsTest {

  private static final Gpu GPU = new Gpu("Stand-in", 1L << 30, "9.0");
  private static final NvidiaSmi NO_SMI = new NvidiaSmi("/no/nvidia-smi", Duration.ofMinutes(1));
  private static final NvidiaFiles NO_FILES = new NvidiaFiles(Optional.empty(), List.of());
  private static final Path ENGINE_CACHE = Path.of(System.getProperty("user.home"), ".djl.ai");

  @TempDir private Path folder;
  private CheckedWorker worker;
  private TrialProcesses processes;

  @BeforeEach
  void writePack() throws Exception {
    worker = CheckedWorker.unconfigured(Map.of(), QuickDefaultPack.write(folder.resolve("pack")));
    processes = new TrialProcesses(worker, ENGINE_CACHE, TrialProcesses.PATIENCE);
  }

  /** A machine with some GPUs, whose edits are made beforehand. */
  private static final class Machine implements Trials {

    private final CudaDriver driver;
    private final ComputeDevice device;
    private final EngineTrial edit;
    private final List<String> edited = new ArrayList<>();

    private Machine(CudaDriver driver, ComputeDevice device, EngineTrial edit) {
      this.driver = driver;
      this.device = device;
      this.edit = edit;
    }

    @Override
    public CudaDriver driver() {
      return driver;
    }

    @Override
    public EngineTrial engine(WorkerDevice asked) {
      return new EngineTrial(
          Optional.of(device), edit.product(), Optional.empty(), Optional.empty());
    }

    @Override
    public EngineTrial edit(WorkerDevice asked) throws IOException {
      edited.add(asked.name());
      return edit;
    }
  }

  @Test
  void everyGpuMakesTheEditThatTheProcessorMakes() throws Exception {
    EngineTrial real = processes.edit(new WorkerDevice("cpu"));
    assertEquals(Optional.empty(), real.failure());
    assertEquals(Optional.of(new ComputeDevice("cpu", Precision.FP32)), real.device());
    assertTrue(real.product().orElseThrow().agrees());
    assertEquals(256, real.edit().orElseThrow().film().rows());
    CudaDriver two = new CudaDriver.Ready("13.0", List.of(GPU, GPU));
    Machine machine = new Machine(two, new ComputeDevice("cuda:0", Precision.FP16), real);
    GpuFindings findings = GpuFindings.of(worker, NO_FILES, NO_SMI, machine);
    assertEquals(List.of("cpu", "cuda:0", "cuda:1"), machine.edited);
    assertTrue(Diagnoser.diagnose(findings).usesGpu());
  }

  @Test
  void withoutAGpuNothingIsEdited() throws Exception {
    EngineTrial nothing =
        new EngineTrial(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Machine machine =
        new Machine(new CudaDriver.Missing(), new ComputeDevice("cpu", Precision.FP32), nothing);
    GpuFindings findings = GpuFindings.of(worker, NO_FILES, NO_SMI, machine);
    assertEquals(List.of(), machine.edited);
    assertEquals(List.of(), findings.gpus());
  }

  /** The engine's own message of a pack that is not there reaches the administrator. */
  @Test
  void aPackThatIsMissingIsNamed() throws Exception {
    TrialProcesses elsewhere =
        new TrialProcesses(
            worker.with(folder.resolve("none")), ENGINE_CACHE, TrialProcesses.PATIENCE);
    String failure = elsewhere.edit(new WorkerDevice("cpu")).failure().orElseThrow();
    assertTrue(failure.contains(folder.resolve("none").toString()), failure);
  }
}
