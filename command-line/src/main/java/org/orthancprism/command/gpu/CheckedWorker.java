// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.worker.process.WorkerDevice;
import org.orthancprism.worker.process.WorkerLaunch;
import org.orthancprism.worker.process.WorkerPrecision;

/**
 * The worker whose device is in question, as far as that matters.
 *
 * @param device its device
 * @param precision what its networks compute in
 * @param environment its further variables
 * @param pack its pack's folder
 */
public record CheckedWorker(
    WorkerDevice device, WorkerPrecision precision, Map<String, String> environment, Path pack) {

  /** Those of this process that tell a worker where its libraries are. */
  private static final List<String> VARIABLES =
      List.of(
          "PYTORCH_LIBRARY_PATH",
          "PYTORCH_VERSION",
          "PYTORCH_FLAVOR",
          "PYTORCH_EXTRA_LIBRARY_PATH",
          "LD_LIBRARY_PATH");

  public CheckedWorker {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(precision, "precision");
    environment = Map.copyOf(environment);
    Objects.requireNonNull(pack, "pack");
  }

  /**
   * One without a configuration, which finds its libraries by this process's variables.
   *
   * @param variables of this process
   * @param pack its pack's folder
   */
  public static CheckedWorker unconfigured(Map<String, String> variables, Path pack) {
    Map<String, String> environment = new LinkedHashMap<>(variables);
    environment.keySet().retainAll(VARIABLES);
    return new CheckedWorker(WorkerDevice.AUTO, WorkerPrecision.AUTO, environment, pack);
  }

  /**
   * The one that a file configures: Orthanc's, with a section {@code Prism}, or {@code
   * worker.json}.
   *
   * @param pack the pack where the file names none
   * @throws ConfigurationException names the JSON path of what is wrong
   */
  public static CheckedWorker configured(Path file, Path pack)
      throws IOException, ConfigurationException {
    Section root = Section.read(file);
    Section prism = root.has("Prism") ? root.section("Prism") : root;
    Section worker = root.has("Prism") ? prism.section("Worker") : root;
    return new CheckedWorker(
        WorkerDevice.read(worker),
        WorkerPrecision.read(worker),
        worker.textMap("Environment"),
        prism.path("Pack").orElse(pack));
  }

  /** The same with another pack. */
  public CheckedWorker with(Path folder) {
    return new CheckedWorker(device, precision, environment, folder);
  }

  /**
   * How its process is started.
   *
   * @param on its device, or another that is to be tried
   * @param engineCache where the engine's libraries are unpacked
   */
  WorkerLaunch launch(WorkerDevice on, Path engineCache) {
    return new WorkerLaunch(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        engineCache,
        on,
        0,
        Optional.empty(),
        environment);
  }
}
