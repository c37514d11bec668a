// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

/** Receives the progress of an import. */
@FunctionalInterface
public interface ImportProgress {

  /**
   * Takes a state of the work.
   *
   * @param what what is worked on, for example {@code converting unet.safetensors}
   * @param done bytes read or written so far
   * @param total bytes that will be read or written in all
   */
  void at(String what, long done, long total);
}
