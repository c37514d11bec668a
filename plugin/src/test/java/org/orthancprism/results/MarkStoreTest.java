// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** Two workers that write the mark of one study. */
class MarkStoreTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final List<String> EDITS = List.of("remove-edema");

  private String value = mark("first").text(Instant.EPOCH);
  private int revision = 1;

  private static StudyMark mark(String... films) {
    return StudyMark.of("ab12", EDITS, List.of("i1"), List.of(films));
  }

  private synchronized Answer answer(Request request) {
    if (request.line().startsWith("GET")) {
      return new Answer(200, value, "\"" + revision + "\"");
    }
    if (!request.revision().equals("\"" + revision + "\"")) {
      return new Answer(409, "");
    }
    change(request.body());
    return new Answer(200, "");
  }

  private synchronized void change(String to) {
    value = to;
    revision++;
  }

  @Test
  void whatSomebodyElseWroteMeanwhileIsMergedAndNotLost() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answer)) {
      MarkStore marks = new MarkStore(new OrthancClient(orthanc.address(), ""), CLOCK);
      Optional<Metadata> read = marks.read("ab");
      change(mark("first", "theirs").text(Instant.EPOCH));
      marks.write("ab", read, found -> Optional.of(mark("first", "ours").merged(found)));
      assertEquals(Set.of("first", "ours", "theirs"), StudyMark.parse(value).orElseThrow().films());
    }
  }

  @Test
  void whatIsNotToBeWrittenIsLeft() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answer)) {
      MarkStore marks = new MarkStore(new OrthancClient(orthanc.address(), ""), CLOCK);
      marks.write("ab", marks.read("ab"), found -> Optional.empty());
      assertEquals(List.of("GET /studies/ab/metadata/5120"), orthanc.requests());
    }
  }

  @Test
  void aConflictThatDoesNotEndIsTriedAgainLater() {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> request.line().startsWith("GET") ? answer(request) : new Answer(409, ""))) {
      MarkStore marks = new MarkStore(new OrthancClient(orthanc.address(), ""), CLOCK);
      OrthancRestException conflict =
          assertThrows(
              OrthancRestException.Conflict.class,
              () -> marks.write("ab", Optional.empty(), found -> Optional.of(mark("ours"))));
      assertEquals(true, conflict.mayPass());
    }
  }
}
