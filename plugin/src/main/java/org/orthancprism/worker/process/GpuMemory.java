// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A number in a line. A program that writes more than a pipe holds ends at the time limit. */
  private static final int LONGEST_ANSWER = 1024;

  private static final int MEGABYTE = 1 << 20;

  private final List<String> command;
  private final Duration timeLimit;
  private boolean known;

  private GpuMemory(List<String> command, Duration timeLimit, boolean known) {
    this.command = List.copyOf(command);
    this.timeLimit = timeLimit;
    this.known = known;
  }

  /** That of the GPU that a worker's device names; of the first one where it is {@code auto}. */
  static GpuMemory of(String device) {
    return of("nvidia-smi", device, PATIENCE);
  }

  static GpuMemory of(String program, String device, Duration timeLimit) {
    String index = device.startsWith(CUDA) ? device.substring(CUDA.length()) : "0";
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(
        List.of("--id=" + index, "--query-gpu=memory.used", "--format=csv,noheader,nounits"));
    return new GpuMemory(command, timeLimit, !device.equals("cpu"));
  }

  /** Bytes in use; empty where there is no GPU. */
  OptionalLong used() {
    if (!known) {
      return OptionalLong.empty();
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        LOG.warn("{} did not end within {} ms", command.get(0), timeLimit.toMillis());
      } else {
        String answer = answer(process);
        if (process.exitValue() == 0) {
          return OptionalLong.of(Long.parseLong(answer) * MEGABYTE);
        }
        LOG.info("The memory of the GPU is unknown: {}", answer);
      }
    } catch (IOException | NumberFormatException e) {
      LOG.debug("There is no GPU of NVIDIA's", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    known = false;
    return OptionalLong.empty();
  }

  /** What an ended process wrote, as far as it is there: another that it left may write on. */
  private static String answer(Process process) throws IOException {
    InputStream output = process.getInputStream();
    byte[] bytes = output.readNBytes(Math.min(LONGEST_ANSWER, output.available()));
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }
}
