// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks NVIDIA's driver how much of a GPU's memory is in use, by whatever process. Where there is no
 * {@code nvidia-smi} it is asked once and no more.
 */
final class GpuMemory {

  private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);

  private static final String CUDA = "cuda:";
  private static final int MEGABYTE = 1 << 20;

  private final NvidiaSmi smi;
  private final String index;
  private boolean known;

  private GpuMemory(NvidiaSmi smi, String index, boolean known) {
    this.smi = smi;
    this.index = index;
    this.known = known;
  }

  /** That of the GPU that a worker's device names; of the first one where it is {@code auto}. */
  static GpuMemory of(String device) {
    return of(NvidiaSmi.INSTALLED, device);
  }

  static GpuMemory of(String program, String device, Duration timeLimit) {
    return of(new NvidiaSmi(program, timeLimit), device);
  }

  private static GpuMemory of(NvidiaSmi smi, String device) {
    String index = device.startsWith(CUDA) ? device.substring(CUDA.length()) : "0";
    return new GpuMemory(smi, index, !device.equals("cpu"));
  }

  /** Bytes in use; empty where there is no GPU. */
  OptionalLong used() {
    if (!known) {
      return OptionalLong.empty();
    }
    try {
      NvidiaSmi.Answer answer = smi.ask("memory.used", "--id=" + index);
      if (answer instanceof NvidiaSmi.Answer.Told told) {
        return OptionalLong.of(Long.parseLong(told.words()) * MEGABYTE);
      }
      tell(answer);
    } catch (NumberFormatException e) {
      LOG.info("The memory of the GPU is unknown: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    known = false;
    return OptionalLong.empty();
  }

  private void tell(NvidiaSmi.Answer answer) {
    if (answer instanceof NvidiaSmi.Answer.Hanging hanging) {
      LOG.warn("{} did not end within {} ms", smi.program(), hanging.timeLimit().toMillis());
    } else if (answer instanceof NvidiaSmi.Answer.Failed failed) {
      LOG.info("The memory of the GPU is unknown: {}", failed.words());
    } else {
      LOG.debug("There is no GPU of NVIDIA's: {}", answer);
    }
  }
}
