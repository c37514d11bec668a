// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {

  @TempDir private Path folder;

  private ServerSettings settings() {
    return ServerSettings.withPlugin(
        folder.resolve("orthanc"), Installation.ofCheckout(folder), List.of("remove-a-finding"));
  }

  @Test
  void theConfigurationNamesThePortsTheStorageAndThePluginsSections() {
    JsonObject configuration = settings().configuration(18042, 14242);
    assertEquals(18042, configuration.getInt("HttpPort"));
    assertEquals(14242, configuration.getInt("DicomPort"));
    assertTrue(configuration.getString("StorageDirectory").startsWith(folder.toString()));
    assertEquals(
        folder.resolve("plugin/target/orthanc-prism.jar").toString(),
        configuration.getJsonObject("Java").getString("Classpath"));
    assertEquals(
        "remove-a-finding",
        configuration.getJsonObject("Prism").getJsonArray("Edits").getString(0));
  }

  @Test
  void onlyPluginsThatAreThereAreLoaded() throws Exception {
    Path host = Installation.ofCheckout(folder).nativeHost();
    assertFalse(plugins().contains(host.toString()));
    Files.createDirectories(host.getParent());
    Files.createFile(host);
    assertTrue(plugins().contains(host.toString()));
  }

  private String plugins() {
    return settings().configuration(1, 2).getJsonArray("Plugins").toString();
  }

  @Test
  void strangersAreKeptOutOnlyWhereThereIsAUser() {
    JsonObject open = settings().configuration(1, 2);
    JsonObject closed =
        settings().withCredentials(new Credentials("reader", "pass word")).configuration(1, 2);
    assertFalse(open.getBoolean("AuthenticationEnabled"));
    assertTrue(closed.getBoolean("AuthenticationEnabled"));
    assertEquals("pass word", closed.getJsonObject("RegisteredUsers").getString("reader"));
  }

  @Test
  void aPasswordIsNotPartOfWhatIsPrinted() {
    assertFalse(new Credentials("reader", "secret").toString().contains("secret"));
  }

  @Test
  void aSectionTakesThePlaceOfOneWithItsName() {
    JsonObject configuration =
        settings().withSection("Java", JsonValue.EMPTY_JSON_OBJECT).configuration(1, 2);
    assertTrue(configuration.getJsonObject("Java").isEmpty());
  }
}
