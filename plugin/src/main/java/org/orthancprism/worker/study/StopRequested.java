// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

/** Thrown out of an edit when the worker must end. */
final class StopRequested extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StopRequested() {
    super("the worker was asked to end");
  }
}
