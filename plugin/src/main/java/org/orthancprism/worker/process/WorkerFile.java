// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Secrets;
import org.orthancprism.configuration.Section;
import org.orthancprism.database.PostgresqlDialect;
import org.orthancprism.database.QueueSection;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.films.FilmsSection;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.request.TaskKey;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/**
 * What {@code worker.json} says: a worker of its own, on whatever machine, for one Orthanc or
 * several.
 *
 * @param worker the configuration of the worker's process
 * @param launch how it is started
 */
public record WorkerFile(WorkerConfiguration worker, WorkerLaunch launch) {

  private static final Set<String> KEYS =
      Set.of(
          "Name",
          "Device",
          WorkerPrecision.KEY,
          "Tasks",
          "Threads",
          "Pack",
          "Queue",
          "Orthancs",
          "EngineCache",
          "JavaHome",
          "User",
          "Environment",
          "Limits",
          "Films",
          "Results",
          SigningKeyFile.SECTION);

  private static final Set<String> ORTHANC_KEYS =
      Set.of(
          "Url",
          "User",
          "PasswordFile",
          "PasswordVariable",
          "TokenFile",
          "TokenVariable",
          "Certificates");

  private static final int LONGEST_NAME = 40;

  /**
   * Reads a file.
   *
   * @param environment variables in which secrets may be
   * @throws ConfigurationException names the JSON path of the first fault
   */
  public static WorkerFile read(Path file, Map<String, String> environment)
      throws IOException, ConfigurationException {
    Section root = Section.read(file);
    root.allow(KEYS);
    Secrets secrets = new Secrets(environment);
    WorkerDevice device = WorkerDevice.read(root);
    Section limits = root.section("Limits");
    limits.allow(WorkLimits.KEYS);
    Section results = root.section("Results");
    results.allow(WantedResults.KEYS);
    WorkerConfiguration worker =
        new WorkerConfiguration(
            name(root),
            device.name(),
            orthancs(root.section("Orthancs"), secrets),
            queue(root, secrets),
            root.path("Pack").orElseThrow(() -> root.fault("Pack", "is missing")),
            root.number("Tasks", 1, 1, 64),
            WorkLimits.read(limits),
            FilmsSection.read(root.section("Films")),
            WantedResults.read(results),
            WorkerPrecision.read(root),
            SigningKeyFile.read(root.section(SigningKeyFile.SECTION), engineCache(root)));
    WorkerLaunch launch =
        new WorkerLaunch(
            root.path("JavaHome")
                .orElse(Path.of(System.getProperty("java.home")))
                .resolve("bin/java"),
            engineCache(root),
            device,
            root.number("Threads", 0, 0, 1024),
            WorkerLaunch.readUser(root),
            root.textMap("Environment"));
    return new WorkerFile(worker, launch);
  }

  private static Path engineCache(Section root) throws ConfigurationException {
    return root.path("EngineCache").orElseThrow(() -> root.fault("EngineCache", "is missing"));
  }

  private static QueueSettings queue(Section root, Secrets secrets) throws ConfigurationException {
    Section queue = root.section("Queue");
    queue.allow(QueueSection.KEYS);
    QueueSettings settings = QueueSection.read(queue, secrets, queue.requiredText("Url"));
    if (!PostgresqlDialect.takes(settings.url())) {
      throw queue.fault(
          "Url",
          "must be jdbc:postgresql://HOST:PORT/DATABASE; the SQLite queue of an Orthanc is drained"
              + " by the worker that the plugin starts");
    }
    return settings;
  }

  /** The queue has room for 40 characters and the process' number. */
  private static String name(Section root) throws ConfigurationException {
    String name = root.text("Name").orElse(hostName());
    if (name.length() > LONGEST_NAME) {
      throw root.fault("Name", "must have at most " + LONGEST_NAME + " characters");
    }
    return name + "-" + ProcessHandle.current().pid();
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    } catch (UnknownHostException e) {
      return "worker";
    }
  }

  private static List<OrthancAccess> orthancs(Section section, Secrets secrets)
      throws ConfigurationException {
    List<OrthancAccess> orthancs = new ArrayList<>();
    for (String name : section.keys()) {
      if (!TaskKey.ORTHANC.matcher(name).matches()) {
        throw section.fault(name, "is no name that $.Prism.Queue.Orthanc of an Orthanc can have");
      }
      Section access = section.section(name);
      access.allow(ORTHANC_KEYS);
      orthancs.add(
          new OrthancAccess(
              name, url(access), authorization(access, secrets), access.path("Certificates")));
    }
    if (orthancs.isEmpty()) {
      throw section.fault("NAME", "must be there: name the Orthancs whose tasks are to be done");
    }
    return orthancs;
  }

  private static URI url(Section access) throws ConfigurationException {
    String url = access.requiredText("Url").replaceFirst("/+$", "");
    try {
      URI uri = URI.create(url);
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw access.fault("Url", "is not an address");
    }
    throw access.fault("Url", "must be http://HOST:PORT or https://HOST:PORT, without user");
  }

  private static String authorization(Section access, Secrets secrets)
      throws ConfigurationException {
    Optional<String> token = secrets.read(access, "Token");
    Optional<String> user = access.text("User");
    if (token.isPresent() && user.isPresent()) {
      throw access.fault("User", "stands beside a token; keep one of them");
    }
    if (token.isPresent()) {
      return "Bearer " + token.get();
    }
    if (user.isEmpty()) {
      return "";
    }
    String pair = user.get() + ":" + secrets.read(access, "Password").orElse("");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
