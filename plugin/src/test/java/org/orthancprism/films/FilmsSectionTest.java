// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.films;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.dicom.selection.FilmCriteria.Require;
import org.orthancprism.dicom.selection.WordClass;

class FilmsSectionTest {

  @Test
  void anEmptySectionLeavesTheRulesAsTheyAre() throws Exception {
    assertEquals(FilmCriteria.DEFAULT, read("{}"));
  }

  @Test
  void whatIsReadIsWrittenAsItWas() throws Exception {
    FilmCriteria criteria =
        read(
            "{\"Words\": {\"Chest\": [\"tho rx\"], \"Ignored\": [\"x*\"]},"
                + " \"Modalities\": [\"ot\"], \"Require\": \"stated\"}");
    assertEquals(
        new FilmCriteria(
            Map.of(WordClass.CHEST, List.of("tho rx"), WordClass.IGNORED, List.of("x*")),
            Set.of("OT"),
            Require.STATED),
        criteria);
    assertEquals(criteria, read(FilmsSection.json(criteria).toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Word\": {}} | $.Word",
        "{\"Words\": {\"Torso\": [\"x\"]}} | $.Words.Torso",
        "{\"Words\": {\"Chest\": \"x\"}} | $.Words.Chest",
        "{\"Words\": {\"Chest\": [\"12\"]}} | names no word",
        "{\"Words\": {\"Chest\": [\"Rö\"], \"OtherBodyPart\": [\"rö\"]}} | is both Chest and",
        "{\"Modalities\": [\"OT\", \"MÜ\"]} | $.Modalities[1]",
        "{\"Modalities\": \"OT\"} | $.Modalities",
        "{\"Require\": \"certain\"} | must be likely or stated"
      })
  void aFaultIsNamed(String section, String expected) {
    String said =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> read(section)).getMessage());
    assertTrue(said.contains(expected), said);
  }

  private static FilmCriteria read(String json) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return FilmsSection.read(Section.root(reader.readObject()));
    }
  }
}
