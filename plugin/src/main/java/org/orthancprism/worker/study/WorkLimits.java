// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.DailyWindow;
import org.orthancprism.configuration.Section;

/**
 * What a worker does not take on.
 *
 * @param filmsPerStudy films of a study that are edited; those beyond are passed over
 * @param pixelsPerFilm a film with more pixels is passed over
 * @param bytesPerInstance an instance with a larger file is passed over without being read
 * @param window when tasks are begun; empty for always
 */
public record WorkLimits(
    int filmsPerStudy, int pixelsPerFilm, long bytesPerInstance, Optional<DailyWindow> window) {

  /** Enough for any chest study, and little enough for a worker of 4 GB. */
  public static final WorkLimits DEFAULT =
      new WorkLimits(16, 40_000_000, 512L << 20, Optional.empty());

  /** The keys that the section {@code Limits} allows. */
  public static final Set<String> KEYS =
      Set.of("FilmsPerStudy", "PixelsPerFilm", "MegabytesPerInstance", "DailyWindow");

  private static final int SMALLEST_FILM = 64 * 64;

  public WorkLimits {
    if (filmsPerStudy < 1 || pixelsPerFilm < SMALLEST_FILM || bytesPerInstance < 1) {
      throw new IllegalArgumentException("limits below which nothing could be done");
    }
  }

  /** Reads the section; what is missing in it is as in {@link #DEFAULT}. */
  public static WorkLimits read(Section limits) throws ConfigurationException {
    return new WorkLimits(
        limits.number("FilmsPerStudy", DEFAULT.filmsPerStudy, 1, 10_000),
        limits.number("PixelsPerFilm", DEFAULT.pixelsPerFilm, SMALLEST_FILM, Integer.MAX_VALUE),
        (long)
                limits.number(
                    "MegabytesPerInstance", (int) (DEFAULT.bytesPerInstance >> 20), 1, 2047)
            << 20,
        DailyWindow.read(limits.section("DailyWindow")));
  }

  /** What {@link #read} reads. */
  public JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("FilmsPerStudy", filmsPerStudy)
            .add("PixelsPerFilm", pixelsPerFilm)
            .add("MegabytesPerInstance", bytesPerInstance >> 20);
    window.ifPresent(
        daily ->
            json.add(
                "DailyWindow",
                Json.createObjectBuilder()
                    .add("From", daily.from().toString())
                    .add("To", daily.to().toString())
                    .add("Zone", daily.zone().getId())));
    return json.build();
  }
}
