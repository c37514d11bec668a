// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * NVIDIA's program that tells of its driver and GPUs, asked within a time limit.
 *
 * @param program its name or file
 * @param timeLimit how long it may take
 * @see <a href="https://docs.nvidia.com/deploy/nvidia-smi/index.html">nvidia-smi</a>
 */
public record NvidiaSmi(String program, Duration timeLimit) {

  /** The one on this machine's path. */
  public static final NvidiaSmi INSTALLED = new NvidiaSmi("nvidia-smi", Duration.ofSeconds(10));

  /** Some lines. A program that writes more than a pipe holds ends at the time limit. */
  private static final int LONGEST_ANSWER = 1 << 14;

  public NvidiaSmi {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(timeLimit, "timeLimit");
  }

  /** What came of asking it. */
  public sealed interface Answer {

    /**
     * It ended well.
     *
     * @param words what it wrote, without blanks around it
     */
    record Told(String words) implements Answer {}

    /**
     * It failed.
     *
     * @param status its exit status
     * @param words what it wrote
     */
    record Failed(int status, String words) implements Answer {}

    /**
     * It is not installed, or can't be started.
     *
     * @param reason what the system says
     */
    record Missing(String reason) implements Answer {}

    /**
     * It was ended because it did not end by itself.
     *
     * @param timeLimit how long it had
     */
    record Hanging(Duration timeLimit) implements Answer {}
  }

  /**
   * Asks it.
   *
   * @param query which properties of a GPU, separated by commas
   * @param options further options
   * @throws InterruptedException when the thread is interrupted; the program is then ended
   */
  public Answer ask(String query, String... options) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(options));
    command.addAll(List.of("--query-gpu=" + query, "--format=csv,noheader,nounits"));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
          return new Answer.Hanging(timeLimit);
        }
        String words = words(process);
        return process.exitValue() == 0
            ? new Answer.Told(words)
            : new Answer.Failed(process.exitValue(), words);
      } finally {
        if (process.isAlive()) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      return new Answer.Missing(String.valueOf(e.getMessage()));
    }
  }

  /** What an ended process wrote, as far as it is there: another that it left may write on. */
  private static String words(Process process) throws IOException {
    InputStream output = process.getInputStream();
    byte[] bytes = output.readNBytes(Math.min(LONGEST_ANSWER, output.available()));
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }
}
