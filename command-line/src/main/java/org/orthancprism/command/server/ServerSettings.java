// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How an Orthanc of our own is configured.
 *
 * @param folder where it keeps its storage and configuration
 * @param log the file to which it, the plugin and the worker write
 * @param plugins shared libraries it loads; those not on this machine are left out
 * @param stableAge after how long without change a study counts as stable; whole seconds
 * @param credentials the one user who may log in; empty lets everybody in
 * @param sections further top-level sections of the configuration, such as {@code Java} and {@code
 *     Prism}; they win over what this record sets
 * @param environment variables set for Orthanc beside those it inherits
 */
public record ServerSettings(
    Path folder,
    Path log,
    List<Path> plugins,
    Duration stableAge,
    Optional<Credentials> credentials,
    JsonObject sections,
    Map<String, String> environment) {

  /** Where Debian's package {@code orthanc-gdcm} puts the decoder of JPEG 2000 and its kin. */
  public static final Path DEBIAN_GDCM = Path.of("/usr/share/orthanc/plugins/libOrthancGdcm.so");

  public ServerSettings {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(sections, "sections");
    plugins = List.copyOf(plugins);
    environment = Map.copyOf(environment);
    if (stableAge.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "a study is stable after a second or later, not " + stableAge);
    }
  }

  /** An Orthanc that runs this project's plugin as it was built and what else it needs. */
  public static ServerSettings withPlugin(
      Path folder, Installation installation, List<String> edits) {
    return new ServerSettings(
        folder,
        folder.resolve("orthanc.log"),
        List.of(installation.nativeHost(), DEBIAN_GDCM),
        Duration.ofSeconds(2),
        Optional.empty(),
        installation.sections(edits),
        Map.of());
  }

  /**
   * An Orthanc without this project's plugin, such as an archive beside it.
   *
   * @param plugins those of others
   * @param sections further sections of its configuration
   */
  public static ServerSettings plain(Path folder, List<Path> plugins, JsonObject sections) {
    return new ServerSettings(
        folder,
        folder.resolve("orthanc.log"),
        plugins,
        Duration.ofSeconds(60),
        Optional.empty(),
        sections,
        Map.of());
  }

  /** The same with one more section of the configuration, or another one under its name. */
  public ServerSettings withSection(String name, JsonObject section) {
    return with(name, section);
  }

  /** The same, but a study is stable after another time; whole seconds. */
  public ServerSettings withStableAge(Duration age) {
    return new ServerSettings(folder, log, plugins, age, credentials, sections, environment);
  }

  /** The same with its index in a folder of its own. */
  public ServerSettings withIndex(Path index) {
    return with("IndexDirectory", Json.createValue(index.toString()));
  }

  /** The same, reached from other machines as well. */
  public ServerSettings withRemoteAccess() {
    return with("RemoteAccessAllowed", JsonValue.TRUE);
  }

  /** The same, but what is sent again under its UID takes the place of what is there. */
  public ServerSettings withOverwriting() {
    return with("OverwriteInstances", JsonValue.TRUE);
  }

  private ServerSettings with(String key, JsonValue value) {
    JsonObject more = Json.createObjectBuilder(sections).add(key, value).build();
    return new ServerSettings(folder, log, plugins, stableAge, credentials, more, environment);
  }

  /** The same with another log. */
  public ServerSettings withLog(Path file) {
    return new ServerSettings(folder, file, plugins, stableAge, credentials, sections, environment);
  }

  /** The same, but only this user may log in. */
  public ServerSettings withCredentials(Credentials only) {
    return new ServerSettings(
        folder, log, plugins, stableAge, Optional.of(only), sections, environment);
  }

  /** The same with these variables in Orthanc's environment. */
  public ServerSettings withEnvironment(Map<String, String> variables) {
    return new ServerSettings(folder, log, plugins, stableAge, credentials, sections, variables);
  }

  Path configurationFile() {
    return folder.resolve("orthanc.json");
  }

  /** Orthanc's configuration file, bound to the loopback device's ports given. */
  JsonObject configuration(int httpPort, int dicomPort) {
    String storage = folder.resolve("storage").toString();
    JsonArrayBuilder libraries = Json.createArrayBuilder();
    plugins.stream().filter(Files::exists).map(Path::toString).forEach(libraries::add);
    JsonObjectBuilder users = Json.createObjectBuilder();
    credentials.ifPresent(one -> users.add(one.user(), one.password()));
    JsonObjectBuilder configuration =
        Json.createObjectBuilder()
            .add("Name", "orthanc-prism")
            .add("StorageDirectory", storage)
            .add("IndexDirectory", storage)
            .add("Plugins", libraries)
            .add("HttpPort", httpPort)
            // Orthanc closes idle connections after a second; a request that meets this moment
            // gets no answer, and a client may not repeat a POST.
            .add("KeepAlive", false)
            .add("RemoteAccessAllowed", false)
            .add("AuthenticationEnabled", credentials.isPresent())
            .add("RegisteredUsers", users)
            .add("DicomPort", dicomPort)
            .add("DicomAet", OrthancServer.AE_TITLE)
            .add("DicomAlwaysAllowStore", true)
            .add("UnknownSopClassAccepted", true)
            .add("StableAge", stableAge.toSeconds());
    sections.forEach(configuration::add);
    return configuration.build();
  }
}
