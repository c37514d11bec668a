// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.task.FailureKind;

/** A program that takes a task and never ends it, to be killed by a test. */
public final class StuckConsumer {

  private StuckConsumer() {}

  public static void main(String[] arguments) {
    StudyHandler stuck =
        attempt -> {
          System.out.println("begun " + attempt.studyId());
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new TaskOutcome.Failed(FailureKind.DEFECT, "never");
        };
    // Lives until it is killed.
    new StudyConsumer(
            QueueDatabase.open(
                new QueueSettings(arguments[0], arguments[1], arguments[2]),
                QueueDatabase.Side.WORKERS),
            Map.of(QueueContract.ORTHANC, stuck),
            "stuck",
            1,
            QueueContract.FAST,
            RetryPolicy.DEFAULT,
            Clock.systemUTC())
        .start();
  }
}
