// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.worker.process.WorkerDevice;

/** Which worker is checked. */
class CheckedWorkerTest {

  private static final Path PACK = Path.of("/shipped");

  @TempDir private Path folder;

  @Test
  void theShippedConfigurationForAGpuIsUnderstood() throws Exception {
    CheckedWorker worker =
        CheckedWorker.configured(Path.of("../orthanc-config/gpu/prism.json"), PACK);
    assertEquals("cuda:0", worker.device().name());
    assertEquals("2.7.1", worker.environment().get("PYTORCH_VERSION"));
    assertEquals(Path.of("/opt/orthanc-prism/packs/default"), worker.pack());
  }

  @Test
  void aWorkersOwnFileIsUnderstood() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("worker.json"), "{\"Device\": \"cpu\", \"Precision\": \"bf16\"}");
    CheckedWorker worker = CheckedWorker.configured(file, PACK);
    assertEquals("cpu", worker.device().name());
    assertEquals("bf16", worker.precision().name());
    assertEquals(PACK, worker.pack());
  }

  @Test
  void aFileWithCommentsIsRefusedInWords() throws Exception {
    Path file = Files.writeString(folder.resolve("prism.json"), "{ // a remark\n}");
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> CheckedWorker.configured(file, PACK));
    assertTrue(String.valueOf(refused.getMessage()).contains("leave comments out"));
  }

  @Test
  void withoutAConfigurationTheEnvironmentTellsWhereLibtorchIs() {
    CheckedWorker worker =
        CheckedWorker.unconfigured(
            Map.of("PYTORCH_FLAVOR", "cu128", "ORTHANC_PASSWORD", "secret"), PACK);
    assertEquals(WorkerDevice.AUTO, worker.device());
    assertEquals(Map.of("PYTORCH_FLAVOR", "cu128"), worker.environment());
  }
}
