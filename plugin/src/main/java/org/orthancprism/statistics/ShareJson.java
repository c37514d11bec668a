// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.statistics;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;

/** Shares as {@code openapi.json} describes them, and as columns of a table. */
public final class ShareJson {

  /** Columns of {@link #columns} behind a prefix. */
  private static final List<String> ENDINGS = List.of("", "_of", "_low", "_high");

  private ShareJson() {}

  /** A share; without {@code share} of nothing, without interval of too few. */
  public static JsonObjectBuilder of(Share share) {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("hits", share.hits()).add("of", share.of());
    share.value().ifPresent(value -> json.add("share", value));
    share
        .interval()
        .ifPresent(interval -> json.add("low", interval.low()).add("high", interval.high()));
    return json;
  }

  /** Names of the columns of a share. */
  public static List<String> names(String prefix) {
    return ENDINGS.stream().map(prefix::concat).toList();
  }

  /** How many, of how many, and the ends of the interval, which are empty of too few. */
  public static List<String> columns(Share share) {
    return List.of(
        Long.toString(share.hits()),
        Long.toString(share.of()),
        share.interval().map(interval -> number(interval.low())).orElse(""),
        share.interval().map(interval -> number(interval.high())).orElse(""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
