// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.bench.network.RandomPack;
import org.orthancprism.bench.network.StableDiffusionSize;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.torch.ComputeDevice;

/** What an accelerator is asked for, asked of the processor with a tiny model. */
class AcceleratorBenchTest {

  private static final int STEPS = 2;

  @TempDir private Path folder;

  @Test
  void aStudyOfFourEditsIsTimedWithOneCandidateAndWithASweep() throws Exception {
    StringWriter printed = new StringWriter();
    PrintWriter terminal = new PrintWriter(printed, true);
    AcceleratorBench trial =
        new AcceleratorBench(
            ComputeDevice.ofThisProcess(),
            pack -> new ReferencePython(Optional.empty(), "no Python was given"));
    AcceleratorBench.Result result;
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      result = trial.run(imported(), display);
    }
    result.print(terminal);
    List<String> studies =
        result.studies().stream()
            .map(study -> study.method() + " " + study.edits() + "x" + study.candidates())
            .toList();
    assertEquals(List.of("direct 4x1", "virtual 4x1", "direct 4x5"), studies);
    // Two steps of inversion, then two of the source and the candidates, each evaluated twice.
    assertEquals(2 + 2 * (1 + 2 * 4), result.studies().get(0).unetEvaluations());
    assertEquals(2 + 2 * (1 + 2 * 4 * 5), result.studies().get(2).unetEvaluations());
    JsonObject json = result.toJson().build();
    assertTrue(json.getJsonArray("studies").getJsonObject(0).getJsonNumber("seconds") != null);
    assertEquals(
        "no Python was given", json.getJsonObject("reasons").getString("javaOverDiffusers"));
    assertTrue(printed.toString().contains("seconds a study"), printed::toString);
  }

  private Pack imported() throws Exception {
    return RandomPack.make(StableDiffusionSize.TINY, folder, STEPS);
  }
}
