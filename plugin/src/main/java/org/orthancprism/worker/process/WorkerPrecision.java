// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.torch.Precision;

/**
 * What a worker's networks compute in.
 *
 * @param chosen the precision; empty for what suits the device
 */
public record WorkerPrecision(Optional<Precision> chosen) {

  /** What suits the device. */
  public static final WorkerPrecision AUTO = new WorkerPrecision(Optional.empty());

  static final String KEY = "Precision";

  public WorkerPrecision {
    Objects.requireNonNull(chosen, "chosen");
  }

  /** The precision under the key {@code Precision} of a section. */
  public static WorkerPrecision read(Section section) throws ConfigurationException {
    String name = section.text(KEY).orElse(AUTO.name());
    try {
      return of(name);
    } catch (IllegalArgumentException e) {
      throw section.fault(KEY, "must be auto, fp32, fp16 or bf16, not " + name);
    }
  }

  /**
   * The precision of a name.
   *
   * @param name what {@link #name} gives
   * @throws IllegalArgumentException when it is another
   */
  public static WorkerPrecision of(String name) {
    return name.equals(AUTO.name())
        ? AUTO
        : new WorkerPrecision(Optional.of(Precision.parse(name)));
  }

  /** Its name: {@code auto}, {@code fp32}, {@code fp16} or {@code bf16}. */
  public String name() {
    return chosen.map(Precision::label).orElse("auto");
  }

  /** How an editor is opened to compute in it. */
  public EditorSettings settings() {
    return new EditorSettings(chosen);
  }
}
