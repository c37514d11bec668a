// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * Which patients' films were kept from training: one patient in four, by a hash, as {@code
 * models/training/films.py} does it.
 */
final class FilmSplit {

  private static final int PATIENTS_TO_ONE = 4;

  private FilmSplit() {}

  /** Whether the first byte of the SHA-256 of the patient's id can be divided by four. */
  static boolean isForValidation(String patient) {
    return Byte.toUnsignedInt(DigestUtils.sha256(patient)[0]) % PATIENTS_TO_ONE == 0;
  }
}
