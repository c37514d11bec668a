// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;

/** A task that does not come on is noticed. */
class HangWatchTest {

  private final AtomicLong now = new AtomicLong();
  private final HangWatch watch = new HangWatch(Duration.ofMinutes(20), now::get);

  private void pass(int minutes) {
    now.addAndGet(Duration.ofMinutes(minutes).toNanos());
  }

  @Test
  void eachStepGivesATaskNewTime() {
    watch
        .watching(
            attempt -> {
              pass(19);
              attempt.progress(Stage.EDIT, 0.5);
              pass(19);
              assertEquals(Optional.empty(), watch.hanging());
              pass(2);
              assertEquals(Optional.of("ab"), watch.hanging());
              return new TaskOutcome.Done("");
            })
        .process(new Task());
    assertEquals(Optional.empty(), watch.hanging(), "it has ended");
  }

  private record Task() implements Attempt {
    @Override
    public String studyId() {
      return "ab";
    }

    @Override
    public Optional<CounterfactualRequest> request() {
      return Optional.empty();
    }

    @Override
    public int decoding(String film) {
      return 1;
    }

    @Override
    public void decoded(String film) {}

    @Override
    public boolean last() {
      return false;
    }

    @Override
    public void progress(Stage stage, double progress) {}

    @Override
    public void selected(List<FilmSelection> films) {}

    @Override
    public void decided(List<String> edits, List<String> rules) {}

    @Override
    public void judged(String packDigest, FilmEffect effect) {}
  }
}
