// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks NVIDIA's driver how much of a GPU's memory is in use, by whatever process. Where there is no
 * {@code nvidia-smi} it is asked once and no more.
 *
 * @see <a href="https://docs.nvidia.com/deploy/nvidia-smi/index.html">nvidia-smi</a>
 */
final class GpuMemory {

  private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);

  private static final String CUDA = "cuda:";
  private static final long SECONDS = 10;
  private static final int MEGABYTE = 1 << 20;

  private final List<String> command;
  private boolean known;

  private GpuMemory(List<String> command, boolean known) {
    this.command = List.copyOf(command);
    this.known = known;
  }

  /** That of the GPU that a worker's device names; of the first one where it is {@code auto}. */
  static GpuMemory of(String device) {
    return of("nvidia-smi", device);
  }

  static GpuMemory of(String program, String device) {
    String index = device.startsWith(CUDA) ? device.substring(CUDA.length()) : "0";
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(
        List.of("--id=" + index, "--query-gpu=memory.used", "--format=csv,noheader,nounits"));
    return new GpuMemory(command, !device.equals("cpu"));
  }

  /** Bytes in use; empty where there is no GPU. */
  OptionalLong used() {
    if (!known) {
      return OptionalLong.empty();
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return OptionalLong.of(Long.parseLong(answer) * MEGABYTE);
      }
      LOG.info("The memory of the GPU is not told: {}", answer);
    } catch (IOException | NumberFormatException e) {
      LOG.debug("There is no GPU of NVIDIA's", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    known = false;
    return OptionalLong.empty();
  }
}
