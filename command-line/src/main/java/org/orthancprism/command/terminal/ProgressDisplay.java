// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the work has come: a bar on a terminal, a line for each new stage elsewhere. */
public final class ProgressDisplay implements AutoCloseable {

  /** The system property that tells whether a person looks on; newer Javas can't tell alike. */
  private static final String TERMINAL = "org.orthancprism.terminal";

  private final PrintWriter out;
  private final @Nullable ProgressBar bar;
  private String shown = "";

  /**
   * @param out where lines go when there is no terminal
   */
  public ProgressDisplay(PrintWriter out) {
    this.out = out;
    this.bar =
        !Boolean.getBoolean(TERMINAL)
            ? null
            : new ProgressBarBuilder()
                .setTaskName("working")
                .setInitialMax(100)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
  }

  /**
   * Shows a state of the work.
   *
   * @param progress in [0, 1]
   * @param stage what is worked on
   */
  public void show(double progress, String stage) {
    if (bar != null) {
      bar.stepTo(Math.round(100 * progress));
      bar.setExtraMessage(" " + stage);
    } else if (!stage.equals(shown)) {
      out.printf("%4.0f %%  %s%n", 100 * progress, stage);
      out.flush();
    }
    shown = stage;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
