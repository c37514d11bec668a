// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept on a study that is done. */
class StudyMarkTest {

  private static final List<String> EDITS = List.of("remove-support-devices");

  @Test
  void isReadAsItWasWritten() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1", "i2"));
    assertEquals(Optional.of(mark), StudyMark.parse(mark.text(Instant.EPOCH)));
  }

  @Test
  void doesNotDependOnTheOrderOfTheInstances() {
    assertEquals(
        StudyMark.of("ab12", EDITS, List.of("i1", "i2")),
        StudyMark.of("ab12", EDITS, List.of("i2", "i1")));
  }

  @Test
  void anotherInstancePackOrEditIsAnotherMark() {
    StudyMark mark = StudyMark.of("ab12", EDITS, List.of("i1"));
    assertNotEquals(mark, StudyMark.of("ab12", EDITS, List.of("i1", "i2")));
    assertNotEquals(mark, StudyMark.of("cd34", EDITS, List.of("i1")));
    assertNotEquals(mark, StudyMark.of("ab12", List.of("add-pleural-effusion"), List.of("i1")));
  }

  @Test
  void foreignMetadataIsNoMark() {
    for (String text : List.of("", "7", "{}", "{\"state\": \"done\"}", "not JSON")) {
      assertEquals(Optional.empty(), StudyMark.parse(text), text);
    }
  }
}
