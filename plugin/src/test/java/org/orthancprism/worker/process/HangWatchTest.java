// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
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
    Attempt task = Mockito.mock();
    Mockito.when(task.studyId()).thenReturn("ab");
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
        .process(task);
    assertEquals(Optional.empty(), watch.hanging(), "it has ended");
  }
}
