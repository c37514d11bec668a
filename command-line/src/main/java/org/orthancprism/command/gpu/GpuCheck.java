// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.orthancprism.worker.process.NvidiaSmi;

/** Looks at this machine and says whether a worker would compute on its GPU. */
public final class GpuCheck {

  /** Where the engine unpacks its libraries where no variable says so. */
  private static final String ENGINE_CACHE = ".djl.ai";

  private final Diagnosis diagnosis;

  private GpuCheck(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /**
   * Looks at this machine. It takes seconds; on a GPU, the time of an edit on the processor too.
   *
   * @throws IOException when no process can be started
   */
  public static GpuCheck ofThisMachine(CheckedWorker worker)
      throws IOException, InterruptedException {
    Path cache = Path.of(System.getProperty("user.home"), ENGINE_CACHE);
    String named = System.getenv().getOrDefault("DJL_CACHE_DIR", cache.toString());
    return new GpuCheck(
        Diagnoser.diagnose(
            GpuFindings.of(
                worker,
                NvidiaFiles.below(Path.of("/")),
                NvidiaSmi.INSTALLED,
                new TrialProcesses(worker, Path.of(named), TrialProcesses.PATIENCE))));
  }

  /** Prints what was found, a line each, and the conclusion. */
  public void print(PrintWriter out) {
    diagnosis.lines().forEach(out::println);
    out.println(diagnosis.conclusion());
    out.flush();
  }

  /** Whether the worker computes on a GPU, and rightly. */
  public boolean usesGpu() {
    return diagnosis.usesGpu();
  }

  /** {@code {"usesGpu", "conclusion", "lines": [{"subject", "verdict", "words"}]}}. */
  public JsonObject toJson() {
    return diagnosis.toJson();
  }
}
