// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.io.PrintWriter;
import java.util.function.DoubleConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the work has come: a bar on a terminal, a line for each new stage elsewhere. */
public final class ProgressDisplay implements AutoCloseable {

  /**
   * The system property that says whether a terminal is attached; newer Javas don't say so alike.
   */
  static final String TERMINAL = "org.orthancprism.terminal";

  private final PrintWriter out;
  private final @Nullable ProgressBar bar;
  private String shown = "";
  private int shownTenths;
  private double furthest;

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

  /** A terminal is attached, though {@code ./prism} is not there to say so. */
  public static void assumeTerminal() {
    System.setProperty(TERMINAL, "true");
  }

  /**
   * Shows a state of the work. It never falls behind what was shown before.
   *
   * @param progress of the whole work, in [0, 1]
   * @param stage what is worked on
   */
  public void show(double progress, String stage) {
    show(progress, stage, "");
  }

  /**
   * Shows a state of the work with what changes all the time. Where there is no terminal, a line
   * tells it at each new stage and each tenth of the work.
   *
   * @param progress of the whole work, in [0, 1]
   * @param stage what is worked on
   * @param detail how it goes, for example how fast; empty where there is nothing to tell
   */
  public void show(double progress, String stage, String detail) {
    furthest = Math.max(furthest, progress);
    String text = detail.isEmpty() ? stage : stage + ", " + detail;
    int tenths = detail.isEmpty() ? 0 : (int) (10 * furthest);
    if (bar != null) {
      bar.stepTo(Math.round(100 * furthest));
      bar.setExtraMessage(" " + text);
    } else if (!stage.equals(shown) || tenths > shownTenths) {
      out.printf("%4.0f %%  %s%n", 100 * furthest, text);
      out.flush();
      shownTenths = tenths;
    }
    shown = stage;
  }

  /**
   * Shows a stage of the work that counts its own progress from 0 to 1.
   *
   * @param stage what is worked on
   * @param from progress of the whole work when the stage begins
   * @param to progress of the whole work when it ends
   * @return takes the progress of the stage, in [0, 1]
   */
  public DoubleConsumer stage(String stage, double from, double to) {
    return share -> show(from + (to - from) * share, stage);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
