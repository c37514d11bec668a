// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.phantom;

/**
 * Which phantom to draw.
 *
 * @param rows rows of the film, at least 64
 * @param columns columns of the film, at least 64
 * @param seed seed of all that varies: patient, devices, exposure, noise
 * @param supportDevices whether the patient has support devices
 * @param pleuralEffusion whether the patient has a pleural effusion
 */
public record PhantomSettings(
    int rows, int columns, long seed, boolean supportDevices, boolean pleuralEffusion) {

  public PhantomSettings {
    if (rows < 64 || columns < 64) {
      throw new IllegalArgumentException("a phantom has at least 64 rows and 64 columns");
    }
  }
}
