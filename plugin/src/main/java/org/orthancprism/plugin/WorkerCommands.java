// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.supervision.WorkerCommand;
import org.orthancprism.worker.WorkerMain;

/** Makes the command that starts the worker out of the configuration and of where we stand. */
final class WorkerCommands {

  private static final List<String> OPTIONS =
      List.of(
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          // One short line instead of a core of gigabytes when a native library crashes.
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ExitOnOutOfMemoryError");

  private WorkerCommands() {}

  static WorkerCommand of(PrismConfiguration configuration) {
    return new WorkerCommand(
        configuration.javaExecutable(),
        classPath(),
        WorkerMain.class.getName(),
        options(configuration),
        environment(configuration));
  }

  /** A fatal error's report goes beside the engine's files rather than into Orthanc's folder. */
  private static List<String> options(PrismConfiguration configuration) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-XX:ErrorFile=" + configuration.engineCache().resolve("crash-%p.log"));
    return options;
  }

  private static Map<String, String> environment(PrismConfiguration configuration) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("DJL_CACHE_DIR", configuration.engineCache().toString());
    environment.put("ENGINE_CACHE_DIR", configuration.engineCache().toString());
    environment.put("DJL_OFFLINE", "true");
    environment.put("OPT_OUT_TRACKING", "true");
    // Threads that spin while they wait take the processor from Orthanc: an edit beside a busy
    // archive took three times as long.
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    if (configuration.threads() > 0) {
      environment.put("OMP_NUM_THREADS", Integer.toString(configuration.threads()));
      environment.put("MKL_NUM_THREADS", Integer.toString(configuration.threads()));
    }
    environment.putAll(configuration.environment());
    return environment;
  }

  /** Our own jar, and what else Orthanc's JVM was given beside it, such as a folder of classes. */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    entries.add(ownLocation().toString());
    Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty() && !entry.endsWith("SDK.jar"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .forEach(entries::add);
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private static Path ownLocation() {
    try {
      return Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of our own jar is no path", e);
    }
  }
}
