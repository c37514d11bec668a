// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.orthancprism.models.ending.Storing;

/**
 * The files of this project that an Orthanc loads.
 *
 * @param nativeHost the library that Orthanc loads and that starts the JVM
 * @param plugin the jar with the plugin, the worker and all they need
 * @param pack the folder of the pack; the one that the project ships, if not another
 * @param engineCache folder in which the engine's native libraries are unpacked, once for all runs
 */
public record Installation(Path nativeHost, Path plugin, Path pack, Path engineCache) {

  /** The system property that names the folder of the checkout. */
  public static final String HOME = "org.orthancprism.home";

  private static final String ENTRY_POINT = "org.orthancprism.plugin.PrismPlugin";

  /**
   * The folder of the checkout that {@code ./prism} runs in.
   *
   * @throws StartException when something other than {@code ./prism} started this program
   */
  public static Path home() throws StartException {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new StartException();
    }
    return Path.of(home);
  }

  /** As Maven leaves them in a checkout. */
  public static Installation ofCheckout(Path root) {
    return new Installation(
        root.resolve("native-host/target/libOrthancPrismHost.so"),
        root.resolve("plugin/target/orthanc-prism.jar"),
        root.resolve("models/packs/default"),
        root.resolve(".prism/engine"));
  }

  /** The same with another pack. */
  public Installation withPack(Path folder) {
    return new Installation(nativeHost, plugin, folder.toAbsolutePath(), engineCache);
  }

  /**
   * The sections {@code Java} and {@code Prism} of Orthanc's configuration. Who tries a pack out
   * wants to see all that it makes, each result with its caution.
   */
  public JsonObject sections(List<String> edits) {
    return Json.createObjectBuilder()
        .add(
            "Java",
            Json.createObjectBuilder()
                .add("Enabled", true)
                .add("Classpath", plugin.toString())
                .add("InitializationClass", ENTRY_POINT))
        .add(
            "Prism",
            Json.createObjectBuilder()
                .add("Enabled", true)
                .add("Pack", pack.toString())
                .add("Edits", Json.createArrayBuilder(edits))
                .add("Results", Json.createObjectBuilder().add("Store", Storing.ALL.label()))
                .add("EngineCache", engineCache.toString())
                .add("JavaHome", System.getProperty("java.home")))
        .build();
  }
}
