// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.MatrixProduct;
import org.orthancprism.models.torch.Precision;

/** What a trial's process wrote is read as it was meant, however the process ended. */
class TrialReaderTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
  private final TrialWriter writer = new TrialWriter(out);

  private TrialReader read(Optional<String> ending) {
    return TrialReader.of(output.toString(StandardCharsets.UTF_8), ending);
  }

  @Test
  void linesOfLibrariesAreNoFindings() {
    out.println("[W] a library warns of {\"device\": 1}");
    ComputeDevice device = new ComputeDevice("cuda:0", Precision.FP16);
    writer.device(device);
    writer.product(new MatrixProduct(Double.NaN));
    float[] luminance = {0, 0.25f, Float.MIN_VALUE, 1};
    writer.edit(new TriedEdit("remove-edema", new Film(2, 2, luminance)));
    EngineTrial trial = read(Optional.empty()).engine();
    assertEquals(Optional.of(device), trial.device());
    assertFalse(trial.product().orElseThrow().agrees());
    assertArrayEquals(luminance, trial.edit().orElseThrow().film().luminance());
    assertEquals(Optional.empty(), trial.failure());
  }

  @Test
  void aFailureBringsItsCauses() {
    writer.failure(new IllegalStateException("it can't be loaded", new Error("out of memory")));
    assertEquals(
        Optional.of("it can't be loaded\nout of memory"),
        read(Optional.empty()).engine().failure());
  }

  @Test
  void aProcessThatEndsEarlyHasFailedAtWhatItDidNotSay() {
    writer.device(new ComputeDevice("cuda:0", Precision.FP16));
    out.println(TrialWriter.MARK + "{\"product\": \"1e");
    EngineTrial trial = read(Optional.of("its process ended with status 139")).engine();
    assertEquals(Optional.of("its process ended with status 139"), trial.failure());
    assertEquals(Optional.empty(), trial.product());
  }
}
