// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.orthanc.OrthancAccess;

/** What stands in a worker.json and what becomes of it. */
class WorkerFileTest {

  private static final String QUEUE =
      "'Queue': {'Url': 'jdbc:postgresql://db/prism', 'User': 'prism', 'PasswordVariable': 'QUEUE'}";
  private static final String ORTHANCS =
      "'Orthancs': {'radiology': {'Url': 'http://pacs:8042/', 'User': 'prism',"
          + " 'PasswordVariable': 'PACS'}}";
  private static final String REST = "'Pack': '/packs/default', 'EngineCache': '/cache'";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("QUEUE", "queue's secret", "PACS", "pacs' secret", "TOKEN", "a token");

  @TempDir private Path folder;

  private WorkerFile read(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("worker.json"), json.replace('\'', '"'));
    return WorkerFile.read(file, ENVIRONMENT);
  }

  @Test
  void namesQueueOrthancsDeviceAndPack() throws Exception {
    WorkerFile file =
        read(
            "{'Name': 'gpu', 'Device': 'cuda:1', 'Precision': 'bf16', "
                + QUEUE
                + ", "
                + ORTHANCS
                + ", "
                + REST
                + "}");
    WorkerConfiguration worker = file.worker();
    assertEquals(Optional.of(Precision.BF16), worker.precision().chosen());
    assertTrue(worker.name().startsWith("gpu-"), worker.name());
    assertEquals("queue's secret", worker.queue().password());
    OrthancAccess orthanc = worker.orthancs().get(0);
    assertEquals("radiology", orthanc.name());
    assertEquals("http://pacs:8042", orthanc.url().toString());
    assertEquals(
        "Basic "
            + Base64.getEncoder()
                .encodeToString("prism:pacs' secret".getBytes(StandardCharsets.UTF_8)),
        orthanc.authorization());
    assertEquals("1", file.launch().command().environment().get("CUDA_VISIBLE_DEVICES"));
    assertFalse(file.toString().contains("secret"), file.toString());
  }

  @Test
  void aTokenIsSentAsItIs() throws Exception {
    WorkerFile file =
        read(
            "{"
                + QUEUE
                + ", "
                + REST
                + ", 'Orthancs': {'a': {'Url': 'https://a', 'TokenVariable': 'TOKEN',"
                + " 'Certificates': '/etc/a.pem'}}}");
    OrthancAccess orthanc = file.worker().orthancs().get(0);
    assertEquals("Bearer a token", orthanc.authorization());
    assertEquals(Optional.of(Path.of("/etc/a.pem")), orthanc.certificates());
  }

  @Test
  void theProcessorAloneIsSeenWhereItIsAskedFor() throws Exception {
    WorkerFile file = read("{'Device': 'cpu', " + QUEUE + ", " + ORTHANCS + ", " + REST + "}");
    assertEquals("", file.launch().command().environment().get("CUDA_VISIBLE_DEVICES"));
  }

  @Test
  void anotherUserIsSetBeforeJavaStarts() throws Exception {
    WorkerFile file = read("{'User': 'nobody', " + QUEUE + ", " + ORTHANCS + ", " + REST + "}");
    List<String> prefix = file.launch().command().prefix();
    assertTrue(prefix.contains("setpriv"), prefix::toString);
    assertTrue(prefix.contains("--reuid=nobody"), prefix::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{}; $.Orthancs.NAME",
        "{'Queue': {'Url': 'jdbc:sqlite:/q'}, 'Orthancs': {'a': {'Url': 'http://a'}}}; $.Queue.Url",
        "{'Quue': {}}; $.Quue",
        "{'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}}; $.Orthancs.NAME",
        "{'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}, 'Orthancs': {'a b': {}}};"
            + " $.Orthancs.a b",
        "{'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}, 'Orthancs': {'a': {'Url':"
            + " 'http://u:secret@a'}}}; $.Orthancs.a.Url",
        "{'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}, 'Orthancs': {'a': {'Url':"
            + " 'http://a', 'Password': 'secret'}}}; $.Orthancs.a.Password",
        "{'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}, 'Orthancs': {'a': {'Url':"
            + " 'http://a'}}}; $.Pack",
        "{'User': '--help', 'Queue': {'Url': 'jdbc:postgresql://db/p', 'User': 'p'}, 'Orthancs':"
            + " {'a': {'Url': 'http://a'}}, 'Pack': '/p', 'EngineCache': '/c'}; $.User"
      })
  void namesThePathOfAFault(String json, String path) {
    ConfigurationException fault = assertThrows(ConfigurationException.class, () -> read(json));
    assertTrue(fault.getMessage().startsWith(path + ":"), fault.getMessage());
    assertFalse(fault.getMessage().contains("secret"), fault.getMessage());
  }
}
