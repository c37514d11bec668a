// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.dicom.signature.SignatureCheck;
import org.orthancprism.dicom.signature.SignatureState;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.results.StudyMark;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.testing.EditedStudy;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;
import org.orthancprism.testing.TestResults;
import org.orthancprism.verdicts.JudgedResult;
import org.orthancprism.verdicts.RecordedVerdict;
import org.orthancprism.verdicts.RecordedVerdict.Document;
import org.orthancprism.verdicts.VerdictRecords;

/** How verdicts become documents of a study. */
class VerdictWriterTest {

  private final EditedStudy study = EditedStudy.make();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** Answers after a document was stored. */
  private final Map<String, Answer> afterwards = new ConcurrentHashMap<>();

  private final Map<String, String> marks = new ConcurrentHashMap<>();
  private final List<String> stored = new ArrayList<>();
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answer);

  @TempDir private Path folder;
  private QueueDatabase database;
  private VerdictRecords records;
  private SeparateStudies separateStudies;
  private VerdictWriter writer;

  @BeforeEach
  void open() throws Exception {
    Clock clock = Clock.systemUTC();
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.WORKERS);
    records = new VerdictRecords(database, "north", clock);
    separateStudies = new SeparateStudies(database, "north");
    ResultFiles files = TestResults.files(database, clock);
    writer =
        new VerdictWriter(
            new OrthancClient(orthanc.address(), ""),
            records,
            separateStudies,
            new Part10Codec(),
            files,
            clock);
    answers.put("GET /instances/1/file", file(study.counterfactual()));
    answers.put("GET /instances/2/file", file(study.report()));
    answers.put("GET /studies/3/instances", new Answer(200, "[]"));
  }

  @AfterEach
  void close() {
    database.close();
    orthanc.close();
  }

  private static Answer file(DicomObject object) {
    return new Answer(200, new String(EditedStudy.file(object), StandardCharsets.ISO_8859_1));
  }

  private Answer answer(Request request) {
    if (request.line().equals("POST /instances") && !answers.containsKey(request.line())) {
      stored.add(request.body());
      answers.putAll(afterwards);
      return new Answer(200, "{\"ID\": \"4\", \"Status\": \"Success\"}");
    }
    if (request.line().startsWith("PUT ")) {
      marks.put(request.line(), request.body());
    }
    return answers.getOrDefault(request.line(), new Answer(404, ""));
  }

  private RecordedVerdict say(Opinion opinion) {
    String uid = study.counterfactual().sopInstanceUid().orElseThrow();
    JudgedResult result =
        new JudgedResult("1", "2", "3", uid, "1.9", EditedStudy.EDIT, EditedStudy.PACK);
    return records.add(result, "alice", opinion, Optional.empty(), "words");
  }

  private DicomObject document(int number) throws DicomFormatException {
    return new Part10Codec().read(stored.get(number).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void aVerdictIsStoredSignedAndTheNextOneNamesIt() throws Exception {
    RecordedVerdict first = say(Opinion.PLAUSIBLE);
    RecordedVerdict second = say(Opinion.IMPLAUSIBLE);
    writer.write();
    assertEquals(2, stored.size());
    assertEquals(Optional.of(first.documentUid()), document(0).sopInstanceUid());
    assertInstanceOf(SignatureState.Unaltered.class, SignatureCheck.of(document(0)));
    Dataset predecessor =
        document(1)
            .dataset()
            .items(Tag.PREDECESSOR_DOCUMENTS_SEQUENCE)
            .get(0)
            .items(Tag.REFERENCED_SERIES_SEQUENCE)
            .get(0)
            .items(Tag.REFERENCED_SOP_SEQUENCE)
            .get(0);
    assertEquals(
        Optional.of(first.documentUid()), predecessor.string(Tag.REFERENCED_SOP_INSTANCE_UID));
    assertEquals(Optional.of(second.documentUid()), document(1).sopInstanceUid());
    assertTrue(records.newest(9).stream().allMatch(one -> one.document() == Document.STORED));
  }

  private static Answer listed(String... ids) {
    List<String> listed = new ArrayList<>();
    for (String id : ids) {
      listed.add(
          "{\"ID\": \"%s\", \"ParentSeries\": \"5\", \"FileUuid\": \"f\", \"MainDicomTags\": {}}"
              .formatted(id));
    }
    return new Answer(200, listed.toString());
  }

  @Test
  void aVerdictOnAResultInAStudyOfItsOwnIsStoredThereAndIsNoNewsToTheStudyOfFilms()
      throws Exception {
    separateStudies.add("3", "6");
    answers.put("GET /studies/6/instances", listed("9"));
    answers.put(
        "GET /studies/6/series", new Answer(200, "[{\"ID\": \"5\", \"MainDicomTags\": {}}]"));
    StudyMark mark =
        StudyMark.of(
            EditedStudy.PACK,
            List.of(EditedStudy.EDIT),
            List.of("1 f", "2 f", "9 f"),
            Set.of("9 f"));
    answers.put("GET /studies/6/metadata/5120", new Answer(200, mark.text(Instant.EPOCH)));
    answers.put("PUT /studies/6/metadata/5120", new Answer(200, ""));
    say(Opinion.PLAUSIBLE);
    answers.put("GET /studies/3/instances", listed("1", "2"));
    afterwards.put("GET /studies/3/instances", listed("1", "2", "4"));
    writer.write();
    Dataset document = document(0).dataset();
    assertEquals(
        study.counterfactual().dataset().string(Tag.STUDY_INSTANCE_UID),
        document.string(Tag.STUDY_INSTANCE_UID));
    StudyMark written = StudyMark.parse(marks.get("PUT /studies/6/metadata/5120")).orElseThrow();
    assertTrue(written.holds(List.of("1 f", "2 f", "4 f", "9 f")), "the task has no new work");
    assertEquals(Set.of("PUT /studies/6/metadata/5120"), marks.keySet());
  }

  @Test
  void whatMayPassIsTriedAgain() {
    say(Opinion.PLAUSIBLE);
    answers.put("POST /instances", new Answer(503, ""));
    writer.write();
    assertEquals(1, records.waiting(9).size());
    answers.remove("POST /instances");
    writer.write();
    assertEquals(1, stored.size());
    assertEquals(List.of(), records.waiting(9));
  }

  @Test
  void ofAResultThatIsGoneNothingIsWritten() {
    RecordedVerdict said = say(Opinion.PLAUSIBLE);
    answers.remove("GET /instances/1/file");
    writer.write();
    assertEquals(List.of(), stored);
    assertEquals(
        Document.REFUSED,
        records.current(said.result().sopInstanceUid(), "alice").orElseThrow().document());
  }

  @Test
  void ofAnInstanceThatIsAnotherByNowNothingIsWritten() {
    say(Opinion.PLAUSIBLE);
    answers.put("GET /instances/1/file", file(study.film()));
    writer.write();
    assertEquals(List.of(), stored);
    assertEquals(List.of(), records.waiting(9));
  }

  @Test
  void nothingButTheDocumentIsChangedInOrthanc() {
    say(Opinion.PLAUSIBLE);
    writer.write();
    assertEquals(
        List.of("POST /instances"),
        orthanc.requests().stream().filter(line -> !line.startsWith("GET ")).toList());
  }
}
