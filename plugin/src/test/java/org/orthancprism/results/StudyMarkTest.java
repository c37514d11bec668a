// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept on a study that is done. */
class StudyMarkTest {

  private static final List<String> EDITS = List.of("remove-support-devices");
  private static final List<String> FILMS = List.of("1.2.3");

  @Test
  void isReadAsItWasWritten() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1", "i2"), FILMS);
    assertEquals(Optional.of(mark), StudyMark.parse(mark.text(Instant.EPOCH)));
  }

  @Test
  void doesNotDependOnTheOrderOfTheInstances() {
    assertEquals(
        StudyMark.of("ab12", EDITS, List.of("i1", "i2"), FILMS),
        StudyMark.of("ab12", EDITS, List.of("i2", "i1"), FILMS));
  }

  @Test
  void anotherInstancePackOrEditIsAnotherMark() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1"), FILMS);
    assertNotEquals(mark, StudyMark.of("ab12", EDITS, List.of("i1", "i2"), FILMS));
    assertNotEquals(mark, StudyMark.of("cd34", EDITS, List.of("i1"), FILMS));
    assertNotEquals(
        mark, StudyMark.of("ab12", List.of("add-pleural-effusion"), List.of("i1"), FILMS));
  }

  @Test
  void tellsWhetherTheInstancesAreStillTheSame() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1", "i2"), FILMS);
    assertTrue(mark.holds(List.of("i2", "i1")));
    assertFalse(mark.holds(List.of("i1", "i2", "i3")));
    assertTrue(mark.withInstances(List.of("i3")).holds(List.of("i3")));
    assertTrue(mark.isOf("ab12", EDITS));
    assertFalse(mark.isOf("ab12", List.of()));
  }

  @Test
  void ofTwoMarksAboutTheSameWorkTheFilmsOfBothAreDone() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1"), List.of("a"));
    StudyMark same = StudyMark.of("ab12", EDITS, List.of("i2"), List.of("b"));
    StudyMark other = StudyMark.of("cd34", EDITS, List.of("i2"), List.of("c"));
    assertEquals(
        StudyMark.of("ab12", EDITS, List.of("i1"), List.of("a", "b")),
        mark.merged(Optional.of(same)));
    assertEquals(mark, mark.merged(Optional.of(other)));
    assertEquals(mark, mark.merged(Optional.empty()));
  }

  @Test
  void foreignMetadataIsNoMark() {
    for (String text : List.of("", "7", "{}", "{\"state\": \"done\"}", "not JSON")) {
      assertEquals(Optional.empty(), StudyMark.parse(text), text);
    }
  }
}
