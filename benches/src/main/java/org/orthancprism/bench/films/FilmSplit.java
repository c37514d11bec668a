// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which patients' films were kept from training: one patient in four, by a hash, as {@code
 * models/training/films.py} does it.
 */
final class FilmSplit {

  private static final int PATIENTS_TO_ONE = 4;

  private FilmSplit() {}

  /** Whether the first byte of the SHA-256 of the patient's id can be divided by four. */
  static boolean isForValidation(String patient) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(patient.getBytes(StandardCharsets.UTF_8));
      return Byte.toUnsignedInt(hash[0]) % PATIENTS_TO_ONE == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
