// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

/** Orthanc does not know a destination by its name. */
public final class UnknownDestination extends Exception {

  private static final long serialVersionUID = 1L;

  UnknownDestination(String message) {
    super(message);
  }
}
