// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * When an object was made: Instance Creation Date (0008,0012) and Instance Creation Time
 * (0008,0013), in the zone of Timezone Offset From UTC (0008,0201).
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1">PS3.3
 *     C.12.1</a>
 */
public final class CreationTime {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  /** Hours, and as much as is known of the rest (PS3.5 6.2, TM). */
  private static final Pattern TIME = Pattern.compile("(\\d{2})(\\d{2})?(\\d{2})?(?:\\.\\d*)?");

  private CreationTime() {}

  /**
   * The time to the second. An object that states a day alone counts as made at its end: it is
   * never taken for older than it is.
   *
   * @param otherwise the zone of an object that names none
   * @return empty where the object tells no day
   */
  public static Optional<Instant> of(Dataset dataset, ZoneId otherwise) {
    try {
      Optional<LocalDate> date =
          dataset
              .string(Tag.INSTANCE_CREATION_DATE)
              .map(text -> LocalDate.parse(text.strip(), DATE));
      return date.map(
          day -> day.atTime(time(dataset)).atZone(zone(dataset).orElse(otherwise)).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalTime time(Dataset dataset) {
    Matcher time = TIME.matcher(dataset.string(Tag.INSTANCE_CREATION_TIME).orElse("").strip());
    return time.matches()
        ? LocalTime.of(number(time, 1), number(time, 2), number(time, 3))
        : LocalTime.of(23, 59, 59);
  }

  private static int number(Matcher time, int group) {
    return Optional.ofNullable(time.group(group)).map(Integer::parseInt).orElse(0);
  }

  private static Optional<ZoneId> zone(Dataset dataset) {
    return dataset
        .string(Tag.TIMEZONE_OFFSET_FROM_UTC)
        .filter(offset -> offset.matches("[+-][0-9]{4}"))
        .map(ZoneOffset::of);
  }
}
