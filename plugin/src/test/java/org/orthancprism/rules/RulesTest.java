// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/** Which studies get which edits. */
class RulesTest {

  private static final Subject FILM =
      new Subject(
          "i-1",
          Map.of(
              "StationName", List.of("ICU1"),
              "0008,1010", List.of("ICU1"),
              "PatientAge", List.of("063Y"),
              "ImageType", List.of("ORIGINAL", "PRIMARY"),
              "StudyDescription", List.of("Chest ap, bedside"),
              "StudyDate", List.of("20260115"),
              "InstitutionName", List.of("")),
          "CR_ICU",
          "DicomProtocol",
          Instant.parse("2026-01-15T23:30:00Z"));

  private static Rules rules(String json) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
      return RulesSection.read(Section.root(reader.readObject()).section("Prism"));
    }
  }

  private static Rules one(String conditions) throws ConfigurationException {
    return rules(
        "{'Prism': {'Rules': [{'Name': 'r', 'Edits': ['remove-support-devices'], "
            + conditions
            + "}]}}");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'Match': {}; true",
        "'Match': {'StationName': 'ICU1'}; true",
        "'Match': {'0008,1010': 'ICU1'}; true",
        "'Match': {'StationName': 'ICU2'}; false",
        "'Match': {'StationName': ['ICU2', 'ICU1']}; true",
        "'Match': {'ImageType': 'PRIMARY'}; true",
        "'Match': {'PatientAge': {'Min': 18}}; true",
        "'Match': {'PatientAge': {'Max': 18}}; false",
        "'Match': {'StudyDate': {'Min': 20260101, 'Max': 20261231}}; true",
        "'Match': {'StudyDescription': {'Min': 1}}; false",
        "'Match': {'StudyDescription': {'Regex': '(?i)^chest'}}; true",
        "'Match': {'StudyDescription': {'Regex': 'abdomen'}}; false",
        "'Match': {'StudyDescription': {'Present': true}}; true",
        "'Match': {'InstitutionName': {'Present': true}}; false",
        "'Match': {'PatientComments': {'Present': false}}; true",
        "'CallingAet': ['CR_ICU']; true",
        "'CallingAet': ['CR_ER']; false",
        "'Source': ['DicomProtocol']; true",
        "'Source': ['RestApi']; false",
        "'Window': {'From': '22:00', 'To': '06:00', 'Zone': 'UTC'}; true",
        "'Window': {'From': '06:00', 'To': '22:00', 'Zone': 'UTC'}; false",
        "'Match': {'StationName': 'ICU1'}, 'CallingAet': ['CR_ER']; false"
      })
  void aRuleFiresWhenAllThatItAsksIsMet(String conditions, boolean fires) throws Exception {
    assertEquals(fires, !one(conditions).decide(List.of(FILM)).edits().isEmpty());
  }

  @Test
  void whyARuleDoesNotFireIsSaidInstanceByInstance() throws Exception {
    Rules.Verdict verdict =
        one("'Match': {'StationName': 'ICU2'}").decide(List.of(FILM)).verdicts().get(0);
    assertFalse(verdict.fires());
    assertEquals(List.of("instance i-1: StationName is ICU1 and not of [ICU2]"), verdict.reasons());
    assertEquals(
        List.of("no instance of the study may be a film"),
        one("'CallingAet': ['X']").decide(List.of()).verdicts().get(0).reasons());
  }

  private static final String TWO =
      "'Rules': [{'Name': 'a', 'Edits': ['remove-support-devices']}, {'Name': 'b', 'Edits':"
          + " ['remove-support-devices', 'add-pleural-effusion']}]";

  @Test
  void theFirstRuleThatFiresDecidesAlone() throws Exception {
    Rules.Decision decision = rules("{'Prism': {" + TWO + "}}").decide(List.of(FILM));
    assertEquals(List.of("remove-support-devices"), decision.edits());
    assertTrue(decision.verdicts().get(1).fires());
    assertFalse(decision.verdicts().get(1).decides());
  }

  @Test
  void orAllThatFireTogether() throws Exception {
    Rules.Decision decision =
        rules("{'Prism': {'RulesApply': 'all', " + TWO + "}}").decide(List.of(FILM));
    assertEquals(List.of("remove-support-devices", "add-pleural-effusion"), decision.edits());
  }

  @Test
  void editsAloneAreForEveryStudy() throws Exception {
    Rules rules = rules("{'Prism': {'Edits': ['toggle-pleural-effusion']}}");
    assertTrue(rules.askNothing());
    assertEquals(List.of("toggle-pleural-effusion"), rules.decide(List.of(Subject.ANY)).edits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'Prism': {}}; $.Prism.Edits",
        "{'Prism': {'Edits': ['remove everything']}}; $.Prism.Edits[0]",
        "{'Prism': {'Edits': ['remove-a'], 'Rules': []}}; $.Prism.Edits",
        "{'Prism': {'Rules': []}}; $.Prism.Rules",
        "{'Prism': {'Rules': 7}}; $.Prism.Rules",
        "{'Prism': {'Rules': [7]}}; $.Prism.Rules[0]",
        "{'Prism': {'Rules': [{'Edits': ['remove-a']}]}}; $.Prism.Rules[0].Name",
        "{'Prism': {'Rules': [{'Name': 'a'}]}}; $.Prism.Rules[0].Edits",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a']}, {'Name': 'a', 'Edits':"
            + " ['remove-a']}]}}; $.Prism.Rules[1].Name",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'When': {}}]}};"
            + " $.Prism.Rules[0].When",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'Match': {'station name':"
            + " 'x'}}]}}; $.Prism.Rules[0].Match.station name",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'Match': {'StationName':"
            + " 7}}]}}; $.Prism.Rules[0].Match.StationName",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'Match': {'StationName':"
            + " {'Regex': '('}}}]}}; $.Prism.Rules[0].Match.StationName.Regex",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'Match': {'PatientAge': {'Min':"
            + " 2, 'Max': 1}}}]}}; $.Prism.Rules[0].Match.PatientAge.Max",
        "{'Prism': {'Rules': [{'Name': 'a', 'Edits': ['remove-a'], 'Source': ['post']}]}};"
            + " $.Prism.Rules[0].Source",
        "{'Prism': {'RulesApply': 'some', 'Edits': ['remove-a']}}; $.Prism.RulesApply"
      })
  void aFaultIsToldWithItsJsonPath(String json, String path) {
    ConfigurationException fault = assertThrows(ConfigurationException.class, () -> rules(json));
    assertTrue(fault.getMessage().startsWith(path + ":"), fault.getMessage());
  }
}
