// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.models.torch.ComputeDevice;

/**
 * The one device that a worker computes on.
 *
 * @param name {@code auto} for the first GPU, or the processor where there is none; {@code cpu}; or
 *     {@code cuda:} and the number of a GPU
 */
public record WorkerDevice(String name) {

  /** The first GPU, or the processor. */
  public static final WorkerDevice AUTO = new WorkerDevice("auto");

  private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,2})");

  public WorkerDevice {
    Objects.requireNonNull(name, "name");
    if (!name.equals("auto") && !name.equals("cpu") && !CUDA.matcher(name).matches()) {
      throw new IllegalArgumentException("must be auto, cpu, or cuda: and a number, not " + name);
    }
  }

  /** The device under the key {@code Device} of a section. */
  public static WorkerDevice read(Section section) throws ConfigurationException {
    try {
      return new WorkerDevice(section.text("Device").orElse(AUTO.name()));
    } catch (IllegalArgumentException e) {
      throw section.fault("Device", String.valueOf(e.getMessage()));
    }
  }

  /**
   * What the worker computes on, by the name that an administrator knows: a process that is let see
   * one GPU only finds it as the first. Where that GPU is missing, it computes on the processor.
   *
   * @param found what its process found
   */
  public String known(ComputeDevice found) {
    return number().isPresent() && found.isAccelerator() ? name : found.name();
  }

  /** The number of its GPU; empty where it names none. */
  public OptionalInt number() {
    Matcher cuda = CUDA.matcher(name);
    return cuda.matches() ? OptionalInt.of(Integer.parseInt(cuda.group(1))) : OptionalInt.empty();
  }

  /** What CUDA lets the worker see: one GPU, or none; empty where it may see all. */
  Optional<String> visible() {
    Matcher cuda = CUDA.matcher(name);
    if (cuda.matches()) {
      return Optional.of(cuda.group(1));
    }
    return name.equals("cpu") ? Optional.of("") : Optional.empty();
  }
}
