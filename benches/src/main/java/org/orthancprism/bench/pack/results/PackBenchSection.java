// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sections of {@code bench pack}, each some lines of its table. */
public enum PackBenchSection {
  COST("time and memory"),
  DRAWN_DEVICES("drawn devices"),
  MARKS("markers and edges"),
  ANATOMY("bones and thorax"),
  DRAWN_FINDINGS("drawn findings"),
  DEVICES_ON_FILMS("films with devices"),
  FINDINGS_ON_FILMS("films with findings"),
  STORING("what would be stored"),
  JUDGE("the judge"),
  FILM_CHECK("the film check");

  private final String stage;

  PackBenchSection(String stage) {
    this.stage = stage;
  }

  /** What is measured, in a few words for who waits. */
  public String stage() {
    return stage;
  }

  /** As it is typed: {@code drawn-devices}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The test with a label; empty where there is none. */
  public static Optional<PackBenchSection> labelled(String label) {
    return Arrays.stream(values()).filter(section -> section.label().equals(label)).findFirst();
  }

  /** All labels, separated by commas. */
  public static String labels() {
    return Arrays.stream(values()).map(PackBenchSection::label).collect(Collectors.joining(", "));
  }
}
