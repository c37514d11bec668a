// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.bench.network.StableDiffusionSize;

/** The way that the full size takes, with a tiny one. */
class FullSizeBenchTest {

  @Test
  void aStableDiffusionOfRandomWeightsIsImportedVerifiedLoadedAndEditsAFilm() throws Exception {
    StringWriter printed = new StringWriter();
    FullSizeBench bench =
        new FullSizeBench(
            StableDiffusionSize.TINY, Optional.empty(), new PrintWriter(printed, true));
    FullSizeBench.Result result = bench.run();
    bench.print(result);
    assertEquals(
        List.of("write", "import", "verify", "read", "load", "edit", "readMapped", "loadMapped"),
        List.copyOf(result.seconds().keySet()));
    // Two steps of inversion, then two of the source and five candidates, each evaluated twice.
    assertEquals(2 + 2 * (1 + 2 * 5), result.unetEvaluations());
    assertTrue(result.loadOverRead() > 0, result::toString);
    assertTrue(result.loadOverReadMapped() > 0, result::toString);
    assertTrue(result.peakMebibytes() > 50, "MiB " + result.peakMebibytes());
    assertTrue(printed.toString().contains("peak memory"), printed::toString);
    assertTrue(result.toJson().build().isNull("accelerator"));
  }
}
