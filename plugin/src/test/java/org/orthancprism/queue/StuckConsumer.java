// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;

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
          return new TaskOutcome.Failed("never");
        };
    // Lives until it is killed.
    new StudyConsumer(
            QueueDatabase.open(arguments[0], QueueDatabase.Side.WORKERS),
            stuck,
            "stuck",
            StudyQueueTest.FAST,
            RetryPolicy.DEFAULT,
            Clock.systemUTC())
        .start();
  }
}
