// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.configuration.ConfigurationException;

/** What stands in Orthanc's configuration file and what becomes of it. */
class PrismConfigurationTest {

  private static final String MINIMUM =
      "'Enabled': true, 'Pack': '/packs/default', 'Edits': ['remove-support-devices']";

  private static Optional<PrismConfiguration> parse(String json) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
      return PrismConfiguration.parse(reader.readObject());
    }
  }

  private static PrismConfiguration enabled(String orthanc, String prism) throws Exception {
    return parse("{'StorageDirectory': '/storage'" + orthanc + ", 'Prism': {" + prism + "}}")
        .orElseThrow();
  }

  @Test
  void isEmptyWhereThePluginIsNotEnabled() throws Exception {
    assertTrue(parse("{}").isEmpty());
    assertTrue(parse("{'Prism': {'Enabled': false, 'Pack': 7}}").isEmpty());
  }

  @Test
  void takesFromOrthancWhatIsNotSaid() throws Exception {
    PrismConfiguration configuration = enabled("", MINIMUM);
    assertEquals(URI.create("http://127.0.0.1:8042"), configuration.orthancUrl());
    assertEquals("jdbc:sqlite:/storage/prism/queue.db", configuration.queueUrl());
    assertEquals(Path.of("/storage/prism/engine"), configuration.engineCache());
    assertEquals(
        Path.of(System.getProperty("java.home"), "bin", "java"), configuration.javaExecutable());
    assertEquals(List.of("remove-support-devices"), configuration.edits());
  }

  @Test
  void followsOrthancsPortAndEncryption() throws Exception {
    assertEquals(
        URI.create("https://127.0.0.1:8443"),
        enabled(", 'HttpPort': 8443, 'SslEnabled': true", MINIMUM).orthancUrl());
  }

  @Test
  void takesWhatIsSaid() throws Exception {
    PrismConfiguration configuration =
        enabled(
            "",
            MINIMUM
                + ", 'OrthancUrl': 'http://pacs:80/', 'JavaHome': '/java', 'Folder': '/data/prism',"
                + " 'EngineCache': '/cache', 'Queue': {'Url': 'jdbc:sqlite:/q/queue.db'},"
                + " 'Worker': {'Threads': 3, 'Environment': {'PYTORCH_VERSION': '2.7.1'}}");
    assertEquals(URI.create("http://pacs:80"), configuration.orthancUrl());
    assertEquals(Path.of("/java/bin/java"), configuration.javaExecutable());
    assertEquals(Path.of("/cache"), configuration.engineCache());
    assertEquals("jdbc:sqlite:/q/queue.db", configuration.queueUrl());
    assertEquals(3, configuration.threads());
    assertEquals(Map.of("PYTORCH_VERSION", "2.7.1"), configuration.environment());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'Prism': 7}; $.Prism",
        "{'Prism': {'Enabled': 'yes'}}; $.Prism.Enabled",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true}}; $.Prism.Pack",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': 'packs'}}; $.Prism.Pack",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p'}}; $.Prism.Edits",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a', 7]}};"
            + " $.Prism.Edits[1]",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a', 'a']}};"
            + " $.Prism.Edits",
        "{'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a']}}; $.Prism.Folder",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pakc': '/p'}}; $.Prism.Pakc",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a'],"
            + " 'Worker': {'Threads': -1}}}; $.Prism.Worker.Threads",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a'],"
            + " 'Queue': {'Url': 'queue.db'}}}; $.Prism.Queue.Url",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['a'],"
            + " 'OrthancUrl': 'http://user:secret@host'}}; $.Prism.OrthancUrl",
        "{'StorageDirectory': '/s', 'HttpServerEnabled': false, 'Prism': {'Enabled': true, 'Pack':"
            + " '/p', 'Edits': ['a']}}; $.Prism.OrthancUrl"
      })
  void namesThePathOfAFault(String json, String path) {
    ConfigurationException fault = assertThrows(ConfigurationException.class, () -> parse(json));
    assertTrue(fault.getMessage().startsWith(path + ":"), fault.getMessage());
    assertTrue(!fault.getMessage().contains("secret"), fault.getMessage());
  }
}
