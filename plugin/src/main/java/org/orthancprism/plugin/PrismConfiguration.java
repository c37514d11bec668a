// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Secrets;
import org.orthancprism.configuration.Section;
import org.orthancprism.database.PostgresqlDialect;
import org.orthancprism.database.QueueSection;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.films.FilmsSection;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.queue.Retention;
import org.orthancprism.removal.ResultsKept;
import org.orthancprism.request.TaskKey;
import org.orthancprism.rules.Rules;
import org.orthancprism.rules.RulesSection;
import org.orthancprism.verdicts.Implausible;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.process.WorkerDevice;
import org.orthancprism.worker.process.WorkerLaunch;
import org.orthancprism.worker.process.WorkerPrecision;
import org.orthancprism.worker.study.WorkLimits;

/**
 * What the section {@code Prism} of Orthanc's configuration says, with what it leaves to Orthanc's
 * own options filled in.
 *
 * @param folder folder of the queue and of the engine's files, unless they are said to be elsewhere
 * @param pack folder of the pack
 * @param rules which studies get which edits
 * @param orthanc how the worker reaches this Orthanc; the authorization is not known yet
 * @param queue the queue
 * @param worker how the worker is started; empty where workers elsewhere do the work
 * @param tasks how many tasks the worker does at once
 * @param limits what the worker does not take on
 * @param films by which films are taken
 * @param results which results the worker makes
 * @param resultsKept how long results are kept
 * @param precision what the worker's networks compute in
 * @param queueAlarm how many tasks may wait before that is an alarm
 * @param retention how long finished tasks are kept
 * @param signing the key that the worker signs results with
 * @param actors finds who makes a request
 * @param implausible what the page does with results that a reader calls implausible
 */
public record PrismConfiguration(
    Path folder,
    Path pack,
    Rules rules,
    OrthancAccess orthanc,
    QueueSettings queue,
    Optional<WorkerLaunch> worker,
    int tasks,
    WorkLimits limits,
    FilmCriteria films,
    WantedResults results,
    ResultsKept resultsKept,
    WorkerPrecision precision,
    int queueAlarm,
    Retention retention,
    SigningKeyFile signing,
    Actors actors,
    Implausible implausible) {

  private static final int DEFAULT_HTTP_PORT = 8042;
  private static final int DEFAULT_ALARM = 1000;

  /** The name of an Orthanc that has a queue of its own. */
  private static final String ALONE = "local";

  static final Set<String> KEYS =
      Set.of(
          "Enabled",
          "Pack",
          "Edits",
          "Rules",
          "RulesApply",
          "OrthancUrl",
          "OrthancCertificates",
          "JavaHome",
          "Folder",
          "EngineCache",
          "UserHeader",
          "Queue",
          "Worker",
          "Limits",
          "Films",
          "Results",
          SigningKeyFile.SECTION);

  static final Set<String> WORKER_KEYS =
      Set.of("Enabled", "Device", "Precision", "Tasks", "Threads", "User", "Environment");

  /**
   * Reads Orthanc's whole configuration.
   *
   * @param environment variables of Orthanc's process, which may hold passwords
   * @return empty when {@code Prism.Enabled} is missing or false
   * @throws ConfigurationException names the JSON path of the first fault
   */
  public static Optional<PrismConfiguration> parse(
      JsonObject orthanc, Map<String, String> environment) throws ConfigurationException {
    Section root = Section.root(orthanc);
    Section prism = root.section("Prism");
    if (!prism.flag("Enabled", false)) {
      return Optional.empty();
    }
    prism.allow(KEYS);
    Path folder = folder(root, prism);
    Section limits = prism.section("Limits");
    Set<String> limitKeys = new HashSet<>(WorkLimits.KEYS);
    limitKeys.add("QueueAlarm");
    limits.allow(limitKeys);
    QueueSettings queue = queue(prism, folder, environment);
    Section results = prism.section("Results");
    Set<String> resultKeys = new HashSet<>(WantedResults.KEYS);
    resultKeys.add(ResultsKept.OPTION);
    results.allow(resultKeys);
    Section worker = prism.section("Worker");
    worker.allow(WORKER_KEYS);
    return Optional.of(
        new PrismConfiguration(
            folder,
            prism.path("Pack").orElseThrow(() -> prism.fault("Pack", "is missing")),
            RulesSection.read(prism),
            new OrthancAccess(
                name(prism.section("Queue"), queue),
                orthancUrl(root, prism),
                "",
                prism.path("OrthancCertificates")),
            queue,
            launch(prism, worker, folder),
            worker.number("Tasks", 1, 1, 64),
            WorkLimits.read(limits),
            FilmsSection.read(prism.section("Films")),
            WantedResults.read(results),
            ResultsKept.read(results),
            WorkerPrecision.read(worker),
            limits.number("QueueAlarm", DEFAULT_ALARM, 1, Integer.MAX_VALUE),
            Retention.read(prism.section("Queue")),
            SigningKeyFile.read(prism.section(SigningKeyFile.SECTION), folder),
            Actors.read(root, prism),
            Implausible.read(prism.section("Results"))));
  }

  private static QueueSettings queue(Section prism, Path folder, Map<String, String> environment)
      throws ConfigurationException {
    Section queue = prism.section("Queue");
    Set<String> keys = new HashSet<>(QueueSection.KEYS);
    keys.addAll(Retention.KEYS);
    keys.add("Orthanc");
    queue.allow(keys);
    return QueueSection.read(
        queue, new Secrets(environment), "jdbc:sqlite:" + folder.resolve("queue.db"));
  }

  /** Several Orthancs may feed one PostgreSQL, so each needs a name there that is its own. */
  private static String name(Section queue, QueueSettings settings) throws ConfigurationException {
    String name =
        PostgresqlDialect.takes(settings.url())
            ? queue.requiredText("Orthanc")
            : queue.text("Orthanc").orElse(ALONE);
    if (!TaskKey.ORTHANC.matcher(name).matches()) {
      throw queue.fault("Orthanc", "must be 1 to 32 letters, digits, dots, dashes and underscores");
    }
    return name;
  }

  private static Optional<WorkerLaunch> launch(Section prism, Section worker, Path folder)
      throws ConfigurationException {
    if (!worker.flag("Enabled", true)) {
      return Optional.empty();
    }
    return Optional.of(
        new WorkerLaunch(
            prism
                .path("JavaHome")
                .orElse(Path.of(System.getProperty("java.home")))
                .resolve("bin/java"),
            prism.path("EngineCache").orElse(folder.resolve("engine")),
            WorkerDevice.read(worker),
            worker.number("Threads", 0, 0, 1024),
            WorkerLaunch.readUser(worker),
            worker.textMap("Environment")));
  }

  /**
   * The folder for the queue and the engine, by default within Orthanc's storage. Orthanc resolves
   * a relative storage folder against that of its configuration file, which plugins can't see.
   */
  private static Path folder(Section root, Section prism) throws ConfigurationException {
    Optional<Path> folder = prism.path("Folder");
    if (folder.isPresent()) {
      return folder.get();
    }
    Path storage = Path.of(root.text("StorageDirectory").orElse("OrthancStorage"));
    if (!storage.isAbsolute()) {
      throw prism.fault(
          "Folder", "must be set to an absolute path, since $.StorageDirectory is not one");
    }
    return storage.resolve("prism");
  }

  private static URI orthancUrl(Section root, Section prism) throws ConfigurationException {
    Optional<String> url = prism.text("OrthancUrl");
    if (url.isPresent()) {
      return httpUri(prism, url.get());
    }
    if (!root.flag("HttpServerEnabled", true)) {
      throw prism.fault(
          "OrthancUrl", "the worker needs Orthanc's REST API, but $.HttpServerEnabled is false");
    }
    String scheme = root.flag("SslEnabled", false) ? "https" : "http";
    int port = root.number("HttpPort", DEFAULT_HTTP_PORT, 1, 65535);
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  private static URI httpUri(Section prism, String url) throws ConfigurationException {
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw prism.fault("OrthancUrl", "is not an address: " + e.getMessage());
    }
    throw prism.fault("OrthancUrl", "must be http://HOST:PORT or https://HOST:PORT, without user");
  }
}
