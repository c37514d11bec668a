// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.Precision;

class WorkerDeviceTest {

  /** A process that is let see the second GPU alone finds it as its first. */
  @ParameterizedTest
  @CsvSource({
    "auto, cpu, cpu",
    "auto, cuda:0, cuda:0",
    "cuda:1, cuda:0, cuda:1",
    "cuda:1, cpu, cpu",
    "cpu, cpu, cpu"
  })
  void aWorkerThatMayChooseIsKnownByWhatItFound(String asked, String found, String known) {
    ComputeDevice device = new ComputeDevice(found, Precision.FP32);
    assertEquals(known, new WorkerDevice(asked).known(device));
  }

  @Test
  void theWorkerSeesOnlyTheDeviceThatItIsBoundTo() {
    assertEquals(Optional.of("1"), new WorkerDevice("cuda:1").visible());
    assertEquals(Optional.of(""), new WorkerDevice("cpu").visible());
    assertEquals(Optional.empty(), WorkerDevice.AUTO.visible());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda", "cuda:", "cuda:100", ""})
  void anotherNameIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> new WorkerDevice(name));
  }
}
