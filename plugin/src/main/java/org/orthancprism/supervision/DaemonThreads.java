// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that don't keep their process alive.
 *
 * @param name what each is called
 */
public record DaemonThreads(String name) implements ThreadFactory {

  public DaemonThreads {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
