// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.finding;

import java.util.Locale;
import java.util.Map;

/**
 * When two names mean one finding: only their letters and digits matter, and not their case; and
 * these are the names that other data sets use in place of CheXpert's (arXiv 1901.07031), whose
 * names packs use.
 */
public final class FindingNames {

  /** By the letters of the other name. */
  private static final Map<String, String> CHEXPERT =
      Map.of(
          // ChestX-ray14 (arXiv 1705.02315), and torchxrayvision for all data sets.
          "effusion", "pleuraleffusion");

  private FindingNames() {}

  /** Whether two names mean one finding; a name without letters and digits means none. */
  public static boolean mean(String one, String other) {
    return !letters(other).isEmpty() && canonical(one).equals(canonical(other));
  }

  /** What all names of one finding have in common. */
  public static String canonical(String name) {
    String letters = letters(name);
    return CHEXPERT.getOrDefault(letters, letters);
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
