// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** What a study of films names after its study of results was deleted. */
class LostSeparateStudyTest {

  private static final String FILMS = "ab";
  private static final String RESULTS = "cd";
  private static final String NAME = "/studies/" + FILMS + "/metadata/5122";

  @TempDir private Path folder;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Map<String, String> metadata = new ConcurrentHashMap<>();
  private volatile boolean storesMeanwhile;
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answer);
  private QueueDatabase database;
  private LostSeparateStudy lost;

  @BeforeEach
  void theStudyOfFilmsNamesThatOfItsResults() {
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    SeparateStudies separateStudies = new SeparateStudies(database, "north");
    separateStudies.add(RESULTS, FILMS);
    lost = new LostSeparateStudy(new OrthancClient(orthanc.address(), ""), separateStudies);
    metadata.put(NAME, RESULTS);
  }

  @AfterEach
  void close() {
    orthanc.close();
    database.close();
  }

  private Answer answer(Request request) {
    String[] line = request.line().split(" ");
    if (line[1].equals(NAME)) {
      return switch (line[0]) {
        case "GET" ->
            metadata.containsKey(NAME)
                ? new Answer(200, metadata.get(NAME), "\"3\"")
                : new Answer(404, "");
        case "DELETE" -> {
          assertEquals("\"3\"", request.revision(), "as an Orthanc that checks revisions wants");
          metadata.remove(NAME);
          if (storesMeanwhile) {
            held.add(RESULTS);
          }
          yield new Answer(200, "{}");
        }
        default -> {
          metadata.put(NAME, request.body());
          yield new Answer(200, "{}");
        }
      };
    }
    return new Answer(held.stream().anyMatch(line[1]::endsWith) ? 200 : 404, "{\"ID\": \"\"}");
  }

  @Test
  void theNameOfADeletedStudyOfResultsIsTakenOff() throws Exception {
    lost.deleted(RESULTS);
    assertEquals(Map.of(), metadata);
    lost.deleted(RESULTS);
  }

  @Test
  void whatNamesAnotherStudyOrIsThereAgainStays() throws Exception {
    held.add(RESULTS);
    lost.deleted(RESULTS);
    assertEquals(Map.of(NAME, RESULTS), metadata);
    held.clear();
    metadata.put(NAME, "ef");
    lost.deleted(RESULTS);
    assertEquals(Map.of(NAME, "ef"), metadata);
  }

  @Test
  void aStudyWhoseResultsAWorkerStoresMeanwhileIsNamedAgain() throws Exception {
    storesMeanwhile = true;
    lost.deleted(RESULTS);
    assertEquals(Map.of(NAME, RESULTS), metadata);
  }

  @Test
  void orthancIsNotAskedAboutAStudyThatHeldNoResults() throws Exception {
    lost.deleted(FILMS);
    assertEquals(List.of(), orthanc.requests());
  }
}
