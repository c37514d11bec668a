// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.DataDictionary;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.testhelper.Films;

/** Headers as sites in many countries write them, line by line in {@code headers.txt}. */
class HeadersTest {

  private static final Map<String, Tag> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("Body", Tag.BODY_PART_EXAMINED),
          Map.entry("View", Tag.VIEW_POSITION),
          Map.entry("Series", Tag.SERIES_DESCRIPTION),
          Map.entry("Study", Tag.STUDY_DESCRIPTION),
          Map.entry("Step", Tag.PERFORMED_PROCEDURE_STEP_DESCRIPTION),
          Map.entry("Protocol", Tag.PROTOCOL_NAME),
          Map.entry("Processing", Tag.ACQUISITION_DEVICE_PROCESSING_DESCRIPTION),
          Map.entry("Orientation", Tag.PATIENT_ORIENTATION),
          Map.entry("Side", Tag.IMAGE_LATERALITY),
          Map.entry("Requested", Tag.REQUESTED_PROCEDURE_DESCRIPTION),
          Map.entry("Procedure", Tag.PROCEDURE_CODE_SEQUENCE),
          Map.entry("Region", Tag.ANATOMIC_REGION_SEQUENCE),
          Map.entry("ViewCode", Tag.VIEW_CODE_SEQUENCE),
          Map.entry("ViewModifier", Tag.VIEW_MODIFIER_CODE_SEQUENCE));

  private final FilmSelector selector = new FilmSelector();

  static List<String> headers() throws IOException {
    try (InputStream lines = HeadersTest.class.getResourceAsStream("headers.txt")) {
      String text =
          new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aFilmIsTakenOrPassedOverAsItsHeaderSays(String line) {
    List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    Selection selection = selector.select(film(cells.subList(1, cells.size())));
    if (cells.get(0).equals("taken")) {
      assertInstanceOf(Selection.Eligible.class, selection, selection::toString);
    } else {
      String reason =
          assertInstanceOf(Selection.PassedOver.class, selection, selection::toString).reason();
      String word = cells.get(0).substring("passed ".length());
      assertTrue(lowerCase(reason).contains(lowerCase(word)), reason);
    }
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A computed radiograph without words, and what a line says of it. */
  private static Dataset film(List<String> attributes) {
    DatasetBuilder film =
        Films.computed(64, 64, 12, false).remove(Tag.BODY_PART_EXAMINED).remove(Tag.VIEW_POSITION);
    List<Dataset> views = new ArrayList<>();
    for (String attribute : attributes) {
      String name = attribute.substring(0, attribute.indexOf('='));
      String value = attribute.substring(name.length() + 1);
      if (name.equals("Request")) {
        film.set(
            Tag.REQUEST_ATTRIBUTES_SEQUENCE,
            text(Dataset.builder(), Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, value).build());
        continue;
      }
      Tag tag = Objects.requireNonNull(ATTRIBUTES.get(name), name);
      if (tag.equals(Tag.VIEW_CODE_SEQUENCE)) {
        views.add(code(value));
      } else if (tag.equals(Tag.VIEW_MODIFIER_CODE_SEQUENCE)) {
        views.set(0, views.get(0).toBuilder().set(tag, code(value)).build());
      } else if (value.contains("^")) {
        film.set(tag, code(value));
      } else {
        text(film, tag, value);
      }
    }
    return views.isEmpty() ? film.build() : film.set(Tag.VIEW_CODE_SEQUENCE, views).build();
  }

  /** Values that the standard would not allow, too. */
  private static DatasetBuilder text(DatasetBuilder dataset, Tag tag, String value) {
    return dataset.add(
        new Attribute.Text(
            tag, DataDictionary.standard().vr(tag), List.of(value.split("\\\\", -1))));
  }

  private static Dataset code(String value) {
    String[] parts = value.split("\\^", -1);
    DatasetBuilder item = Dataset.builder();
    text(item, Tag.CODE_VALUE, parts[0]);
    return parts[1].isEmpty() ? item.build() : text(item, Tag.CODE_MEANING, parts[1]).build();
  }
}
