// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.Locale;

/** Why tasks don't succeed, in kinds that can be counted. */
public enum FailureKind {
  /** A film or what is asked of it can't be used. */
  BAD_FILM,
  /** The study was deleted before its results were stored. */
  STUDY_DELETED,
  /** The pack is missing, altered, or does not know the edit. */
  PACK,
  /** Orthanc does not answer. */
  ORTHANC_DOWN,
  /** Orthanc answers with an error of its own, such as that its disk is full. */
  ORTHANC_FAULT,
  /** Orthanc does not let the worker in, or can't prove who it is. */
  ORTHANC_DENIED,
  /** Orthanc refuses what the worker asks of it. */
  ORTHANC_REFUSED,
  /** There was not enough memory. */
  MEMORY,
  /** The worker's process died each time. */
  WORKER_DIED,
  /** An error in this software. */
  DEFECT,
  /** Somebody cancelled it. */
  CANCELLED;

  /** The name in JSON and in the database, for example {@code bad-film}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FailureKind ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
