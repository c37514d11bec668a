// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * What the section {@code Prism} of Orthanc's configuration says, with what it leaves to Orthanc's
 * own options filled in.
 *
 * @param pack folder of the pack
 * @param edits names of the edits that each film gets, for example {@code remove-support-devices}
 * @param orthancUrl where the worker reaches Orthanc's REST API
 * @param queueUrl JDBC URL of the queue
 * @param engineCache folder into which the engine's native libraries are extracted (450 MB)
 * @param javaExecutable the {@code java} that runs the worker
 * @param threads how many threads the engine may use; 0 leaves it to the engine
 * @param environment further environment variables of the worker, such as {@code
 *     PYTORCH_LIBRARY_PATH}
 */
public record PrismConfiguration(
    Path pack,
    List<String> edits,
    URI orthancUrl,
    String queueUrl,
    Path engineCache,
    Path javaExecutable,
    int threads,
    Map<String, String> environment) {

  private static final int DEFAULT_HTTP_PORT = 8042;
  private static final Set<String> KEYS =
      Set.of(
          "Enabled",
          "Pack",
          "Edits",
          "OrthancUrl",
          "JavaHome",
          "Folder",
          "EngineCache",
          "Queue",
          "Worker");

  public PrismConfiguration {
    edits = List.copyOf(edits);
    environment = Map.copyOf(environment);
  }

  /**
   * Reads Orthanc's whole configuration.
   *
   * @return empty when {@code Prism.Enabled} is missing or false
   * @throws ConfigurationException names the JSON path of the first fault
   */
  public static Optional<PrismConfiguration> parse(JsonObject orthanc)
      throws ConfigurationException {
    Section root = Section.root(orthanc);
    Section prism = root.section("Prism");
    if (!prism.flag("Enabled", false)) {
      return Optional.empty();
    }
    prism.allow(KEYS);
    Section worker = prism.section("Worker");
    worker.allow(Set.of("Threads", "Environment"));
    Section queue = prism.section("Queue");
    queue.allow(Set.of("Url"));

    Path folder = folder(root, prism);
    Optional<String> queueUrl = queue.text("Url");
    if (queueUrl.isPresent() && !queueUrl.get().startsWith("jdbc:sqlite:/")) {
      throw queue.fault("Url", "must be jdbc:sqlite: and the absolute path of a file");
    }
    return Optional.of(
        new PrismConfiguration(
            absolute(prism, "Pack", prism.requiredText("Pack")),
            edits(prism),
            orthancUrl(root, prism),
            queueUrl.orElse("jdbc:sqlite:" + folder.resolve("queue.db")),
            optionalPath(prism, "EngineCache").orElse(folder.resolve("engine")),
            optionalPath(prism, "JavaHome")
                .orElse(Path.of(System.getProperty("java.home")))
                .resolve("bin/java"),
            worker.number("Threads", 0, 0, 1024),
            worker.textMap("Environment")));
  }

  private static List<String> edits(Section prism) throws ConfigurationException {
    List<String> edits = prism.texts("Edits");
    if (edits.isEmpty()) {
      throw prism.fault("Edits", "must name at least one edit, such as remove-support-devices");
    }
    if (Set.copyOf(edits).size() < edits.size()) {
      throw prism.fault("Edits", "names an edit twice");
    }
    return edits;
  }

  /**
   * The folder for the queue and the engine, by default within Orthanc's storage. Orthanc resolves
   * a relative storage folder against that of its configuration file, which plugins can't see.
   */
  private static Path folder(Section root, Section prism) throws ConfigurationException {
    Optional<Path> folder = optionalPath(prism, "Folder");
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

  private static Optional<Path> optionalPath(Section section, String key)
      throws ConfigurationException {
    Optional<String> text = section.text(key);
    return text.isPresent() ? Optional.of(absolute(section, key, text.get())) : Optional.empty();
  }

  private static Path absolute(Section section, String key, String text)
      throws ConfigurationException {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw section.fault(key, "must be an absolute path");
    }
    return path.normalize();
  }
}
