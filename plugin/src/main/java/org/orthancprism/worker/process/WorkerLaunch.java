// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.supervision.UnixUser;
import org.orthancprism.supervision.WorkerCommand;

/**
 * How a worker's process is started on this machine.
 *
 * @param javaExecutable the {@code java} that runs it
 * @param engineCache folder into which the engine's native libraries are extracted (450 MB)
 * @param device what it computes on
 * @param threads how many threads the engine may use; 0 leaves it to the engine
 * @param user the user it runs as; empty for that of the process which starts it
 * @param environment further environment variables, such as {@code PYTORCH_LIBRARY_PATH}
 */
public record WorkerLaunch(
    Path javaExecutable,
    Path engineCache,
    WorkerDevice device,
    int threads,
    Optional<UnixUser> user,
    Map<String, String> environment) {

  private static final String NICENESS = "19";

  private static final List<String> OPTIONS =
      List.of(
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          // Java 24 and later warns at each start where libraries are loaded without leave.
          "--enable-native-access=ALL-UNNAMED",
          // One short line instead of a core of gigabytes when a native library crashes.
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ExitOnOutOfMemoryError");

  public WorkerLaunch {
    Objects.requireNonNull(javaExecutable, "javaExecutable");
    Objects.requireNonNull(engineCache, "engineCache");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(user, "user");
    environment = Map.copyOf(environment);
  }

  /**
   * The user that a configuration's section names; empty where it names none.
   *
   * @throws ConfigurationException where this machine has no such user
   */
  public static Optional<UnixUser> readUser(Section section) throws ConfigurationException {
    Optional<String> name = section.text("User");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<UnixUser> user = UnixUser.find(name.get());
    if (user.isEmpty()) {
      throw section.fault("User", name.get() + " is no user of this machine; see adduser");
    }
    return user;
  }

  /** The command that starts it; nothing in it is secret. */
  public WorkerCommand command() {
    // Orthanc goes first where both want the processor.
    List<String> prefix = new ArrayList<>(List.of("nice", "-n", NICENESS));
    prefix.addAll(otherUser());
    return command(prefix, WorkerMain.class);
  }

  /**
   * The command that starts another program as the worker is started, to find what the worker
   * would; somebody waits for it, so it keeps this process's priority.
   */
  public WorkerCommand trial(Class<?> program) {
    return command(otherUser(), program);
  }

  private WorkerCommand command(List<String> prefix, Class<?> program) {
    return new WorkerCommand(
        prefix, javaExecutable, classPath(), program.getName(), options(), variables());
  }

  /** To set another user needs the right. */
  private List<String> otherUser() {
    return user.map(UnixUser::prefix).orElse(List.of());
  }

  /** A fatal error's report goes beside the engine's files rather than into Orthanc's folder. */
  private List<String> options() {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-XX:ErrorFile=" + engineCache.resolve("crash-%p.log"));
    return options;
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("DJL_CACHE_DIR", engineCache.toString());
    variables.put("ENGINE_CACHE_DIR", engineCache.toString());
    variables.put("DJL_OFFLINE", "true");
    variables.put("OPT_OUT_TRACKING", "true");
    // Threads that spin while they wait take the processor from Orthanc: an edit beside a busy
    // archive took three times as long.
    variables.put("OMP_WAIT_POLICY", "PASSIVE");
    if (threads > 0) {
      variables.put("OMP_NUM_THREADS", Integer.toString(threads));
      variables.put("MKL_NUM_THREADS", Integer.toString(threads));
    }
    device.visible().ifPresent(devices -> variables.put("CUDA_VISIBLE_DEVICES", devices));
    variables.putAll(environment);
    return variables;
  }

  /** Our own jar, and what else this JVM was given beside it, such as a folder of classes. */
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
