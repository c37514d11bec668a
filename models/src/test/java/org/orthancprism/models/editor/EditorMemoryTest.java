// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.pack.Pack;

/** Edits leave no native memory behind, which no garbage collector would see. */
class EditorMemoryTest {

  private static final int WARM_UP = 40;
  private static final int EDITS = 200;
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  @Test
  void twoHundredConditionedEditsDoNotGrow() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(-0.4f, -5, 1), 2, 2.0);
    assertFlat("remove-support-devices");
  }

  @Test
  void twoHundredInversionEditsDoNotGrow() throws Exception {
    TinyPacks.inversion(folder, 2, 7.5);
    assertFlat("add-pleural-effusion");
  }

  private void assertFlat(String name) throws Exception {
    Path manifest = folder.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"resolution\":64", "\"resolution\":32"));
    Pack pack = Pack.load(folder);
    EditRequest request = EditRequest.parse(name, pack.findings());
    float[] luminance = new float[32 * 32];
    Arrays.fill(luminance, 0.5f);
    Film film = new Film(32, 32, luminance);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      for (int i = 0; i < WARM_UP; i++) {
        editor.edit(film, request, i, Progress.NONE);
      }
      long before = residentBytes();
      for (int i = 0; i < EDITS; i++) {
        editor.edit(film, request, i, Progress.NONE);
      }
      double growth = (double) (residentBytes() - before) / MIB;
      System.out.printf("%s: %.1f MiB more after %d edits%n", name, growth, EDITS);
      // A tensor of one step left behind at each edit would show as 10 MiB at least.
      assertTrue(growth < 10, "memory grew by " + growth + " MiB over " + EDITS + " edits");
    }
  }

  /** Resident memory of the process; the build gives it a heap that is resident from the start. */
  private static long residentBytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }
}
