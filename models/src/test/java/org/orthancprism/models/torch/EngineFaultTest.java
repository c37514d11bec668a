// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFaultTest {

  /** As the dynamic linker and the file system tell it, behind what the engine makes of it. */
  @ParameterizedTest
  @CsvSource({
    "/opt/libtorch/lib/libcaffe2_nvrtc.so: libcuda.so.1: cannot open shared object file: No such"
        + " file or directory, NVIDIA's driver is not installed on this machine; install it",
    "/opt/libtorch/lib/libc10_cuda.so: libnvidia-ml.so.1: cannot open shared object file: No such"
        + " file or directory, NVIDIA's driver is not installed on this machine; install it",
    "/opt/libtorch/lib/libtorch_cuda.so: libcudart.so.12: cannot open shared object file: No such"
        + " file or directory, the library libcudart.so.12 is not installed on this machine",
    "/opt/libtorch/lib/libtorch_cpu.so: libgomp-a34b3233.so.1: cannot open shared object file: No"
        + " such file or directory, the library libgomp-a34b3233.so.1 is not installed",
    "No space left on device, check that DJL_CACHE_DIR can be written and has 1 GB free",
    "/var/cache/prism: Permission denied, check that DJL_CACHE_DIR can be written and has 1 GB free",
  })
  void tellsTheLastCauseAndWhatToDoAboutIt(String cause, String advice) {
    EngineException thrown =
        new EngineException(
            "Failed to load PyTorch native library",
            new IllegalStateException("while loading", new IOException(cause)));
    String begin = "the tensor engine does not start (" + cause + "): " + advice;
    Libtorch libtorch = Libtorch.of(Map.of());
    assertEquals(begin, EngineFault.of(thrown).told(libtorch).substring(0, begin.length()));
  }
}
