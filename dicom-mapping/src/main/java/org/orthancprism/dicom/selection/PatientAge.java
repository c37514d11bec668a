// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * How old the patient was when the film was taken, in years: Patient's Age, or else the time from
 * Patient's Birth Date to the film. An age of 0 is what some modalities write for one they don't
 * know: the dates are believed before it.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#table_6.2-1">PS3.5
 *     table 6.2-1, AS</a>
 */
final class PatientAge {
  private static final double DAYS_OF_A_YEAR = 365.25;

  /** Nobody is older; a birth date that says so is a placeholder of some archive. */
  private static final double OLDEST = 130;

  /** Some writers leave the leading zeros or the unit out; without a unit years are meant. */
  private static final Pattern AGE =
      Pattern.compile("([0-9]{1,4}) ?([DWMY]?)", Pattern.CASE_INSENSITIVE);

  /** As DA, and as ACR-NEMA wrote it. */
  private static final Pattern DATE = Pattern.compile("([0-9]{4})(\\.?)([0-9]{2})\\2([0-9]{2})");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

  private PatientAge() {}

  /** The age in years, at least 0; empty where nothing that can be believed tells it. */
  static OptionalDouble inYears(Dataset dataset) {
    OptionalDouble said = said(dataset);
    if (said.isPresent() && said.getAsDouble() > 0) {
      return said;
    }
    OptionalDouble counted = fromDates(dataset);
    return counted.isPresent() ? counted : said;
  }

  private static OptionalDouble said(Dataset dataset) {
    Matcher age = AGE.matcher(dataset.string(Tag.PATIENT_AGE).orElse(""));
    if (!age.matches()) {
      return OptionalDouble.empty();
    }
    double number = Integer.parseInt(age.group(1));
    double years =
        switch (age.group(2).toUpperCase(Locale.ROOT)) {
          case "D" -> number / DAYS_OF_A_YEAR;
          case "W" -> number * 7 / DAYS_OF_A_YEAR;
          case "M" -> number / 12;
          default -> number;
        };
    return years <= OLDEST ? OptionalDouble.of(years) : OptionalDouble.empty();
  }

  /** By the first date of the film that can be one, as dates of films are placeholders, too. */
  private static OptionalDouble fromDates(Dataset dataset) {
    return date(dataset, Tag.PATIENT_BIRTH_DATE).stream()
        .flatMap(
            birth ->
                filmDates(dataset)
                    .map(
                        film ->
                            ChronoUnit.YEARS.between(birth, film) - (birth.isAfter(film) ? 1 : 0)))
        .filter(years -> years >= 0 && years <= OLDEST)
        .mapToDouble(Long::doubleValue)
        .findFirst();
  }

  private static Stream<LocalDate> filmDates(Dataset dataset) {
    return Stream.of(Tag.ACQUISITION_DATE, Tag.CONTENT_DATE, Tag.SERIES_DATE, Tag.STUDY_DATE)
        .flatMap(tag -> date(dataset, tag).stream());
  }

  private static Optional<LocalDate> date(Dataset dataset, Tag tag) {
    Matcher date = DATE.matcher(dataset.string(tag).orElse(""));
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(date.group(1) + date.group(3) + date.group(4), DAY));
    } catch (DateTimeException noDayOfTheCalendar) {
      return Optional.empty();
    }
  }
}
