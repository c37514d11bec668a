// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.rules.Subject;

/** The instances about which rules are asked. */
class StudySubjectsTest {

  private final RecordingHost host = new RecordingHost("{}");

  private void holds(String instance, String tags) {
    host.answers.put("/instances/" + instance + "/tags", tags);
    host.answers.put("/instances/" + instance + "/metadata?expand", "{\"Origin\": \"RestApi\"}");
  }

  /** Sequences within sequences, as nobody but an attacker writes them. */
  @Test
  void anInstanceOfEndlessSequencesCostsNoOtherInstance() {
    host.answers.put(
        "/studies/s/series",
        "[{\"ID\": \"a\", \"MainDicomTags\": {\"Modality\": \"DX\"},"
            + " \"Instances\": [\"bad\", \"broken\", \"good\"]}]");
    holds("bad", "{\"0040,a730\":".repeat(2000) + "1" + "}".repeat(2000));
    holds("broken", "{\"0008,0060\":");
    holds("good", "{\"0008,0060\": {\"Name\": \"Modality\", \"Value\": \"DX\"}}");
    List<Subject> subjects = new StudySubjects(host, new FilmSelector()).of("s");
    assertEquals(List.of("good"), subjects.stream().map(Subject::instanceId).toList());
    assertEquals(List.of("DX"), subjects.get(0).attributes().get("Modality"));
  }
}
