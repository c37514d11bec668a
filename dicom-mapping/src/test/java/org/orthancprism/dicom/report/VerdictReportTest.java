// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.dicom.signature.SignatureCheck;
import org.orthancprism.dicom.signature.SignatureState;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.JavaScriptReaders;
import org.orthancprism.dicom.testhelper.Tool;

/** What a reader said of a counterfactual, as other people's readers see it. */
class VerdictReportTest {

  private static Map<String, DicomObject> all = Map.of();

  @TempDir private Path folder;

  @BeforeAll
  static void aReaderSaysSomething() {
    all = AllResults.withVerdict(Films.radiograph(Films.digital(false)));
  }

  private static Dataset dataset(String kind) {
    return all.get(kind).dataset();
  }

  private static String uid(String kind) {
    return dataset(kind).string(Tag.SOP_INSTANCE_UID).orElseThrow();
  }

  private static VerdictReport verdict(Dataset report, ReaderVerdict said) {
    return new VerdictReport(
        dataset("image"),
        report,
        said,
        Optional.empty(),
        new VerdictReport.Software("orthanc-prism", "1.0.0"));
  }

  private static ReaderVerdict by(String reader, long later) {
    ReaderVerdict said = AllResults.VERDICT;
    return new ReaderVerdict(
        reader, said.opinion(), said.region(), said.words(), said.at().plusMillis(later));
  }

  @Test
  void dcmjsReadsWhatWasSaidOfWhichImageAndReport() {
    Tool.Answer answer =
        JavaScriptReaders.read(Tool.write(all.get("verdict"), folder, "verdict.dcm"));
    assertEquals(0, answer.status(), answer.text());
    String said =
        "\"verdicts\":[{\"verdict\":\"took-along\",\"site\":\"Left lung\",\"words\":\"%s\",\"image\":\"%s\",\"report\":\"%s\"}]"
            .formatted(AllResults.VERDICT.words(), uid("image"), uid("report"));
    assertTrue(answer.text().contains(said), answer.text());
    assertTrue(answer.text().contains("\"patient\":\"Phantom^Chest\""), answer.text());
  }

  @Test
  void pixelmedFindsItsTemplatesKept() {
    Tool.Answer answer = Pixelmed.validate(Tool.write(all.get("verdict"), folder, "verdict.dcm"));
    assertTrue(answer.text().contains("Found Root Template TID_1500"), answer.text());
    assertTrue(answer.text().contains("IOD validation complete"), answer.text());
    assertEquals(List.of(), Pixelmed.errors(answer), answer.text());
  }

  @Test
  void pixelmedNoticesAnObserverWithoutAName() {
    List<Dataset> content =
        dataset("verdict").items(Tag.CONTENT_SEQUENCE).stream()
            .filter(item -> !ContentTree.isNamed(item, Codes.PERSON_OBSERVER_NAME))
            .toList();
    Dataset planted = dataset("verdict").toBuilder().set(Tag.CONTENT_SEQUENCE, content).build();
    Tool.Answer answer =
        Pixelmed.validate(Tool.write(DicomObject.of(planted), folder, "planted.dcm"));
    assertNotEquals(List.of(), Pixelmed.errors(answer), answer.text());
  }

  @Test
  void itHasTheTrackingIdentifierOfTheReport() {
    for (var name : List.of(Codes.TRACKING_UID, Codes.TRACKING_IDENTIFIER)) {
      assertEquals(
          ReportExamples.items(dataset("report"), name).get(0).string(Tag.UID),
          ReportExamples.items(dataset("verdict"), name).get(0).string(Tag.UID));
    }
  }

  @Test
  void aVerdictThatReplacesAnotherNamesItInTheSameSeries() {
    Dataset series =
        dataset("verdict")
            .items(Tag.PREDECESSOR_DOCUMENTS_SEQUENCE)
            .get(0)
            .items(Tag.REFERENCED_SERIES_SEQUENCE)
            .get(0);
    assertEquals(
        dataset("verdict").string(Tag.SERIES_INSTANCE_UID), series.string(Tag.SERIES_INSTANCE_UID));
    assertEquals(
        Optional.of("2.25.1"),
        series.items(Tag.REFERENCED_SOP_SEQUENCE).get(0).string(Tag.REFERENCED_SOP_INSTANCE_UID));
  }

  @Test
  void theSameVerdictIsTheSameObjectAndEachOtherIsAnother() {
    SeriesNumbers numbers = SeriesNumbers.behind(Map.of());
    VerdictReport one = verdict(dataset("report"), by("alice", 0));
    VerdictReport again = verdict(dataset("report"), by("alice", 0));
    assertArrayEquals(
        new Part10Codec().write(one.object(numbers, ZoneOffset.UTC)),
        new Part10Codec().write(again.object(numbers, ZoneOffset.UTC)));
    assertNotEquals(
        one.sopInstanceUid(), verdict(dataset("report"), by("bob", 0)).sopInstanceUid());
    assertNotEquals(
        one.sopInstanceUid(), verdict(dataset("report"), by("alice", 1)).sopInstanceUid());
  }

  @Test
  void itIsNeitherSyntheticNorAFilm() {
    assertEquals(Optional.empty(), OwnObject.of(dataset("verdict")));
    assertInstanceOf(Selection.PassedOver.class, new FilmSelector().select(dataset("verdict")));
    assertTrue(new FilmSelector().selectSeries("SR").isPresent());
  }

  @Test
  void whoeverChangesWhatWasSaidBreaksItsSignature() {
    assertInstanceOf(SignatureState.Unaltered.class, SignatureCheck.of(all.get("verdict")));
    Dataset changed =
        ContentTree.mapped(
            dataset("verdict"),
            item ->
                ContentTree.isNamed(item, PrismCodes.VERDICT)
                    ? item.toBuilder()
                        .set(Tag.CONCEPT_CODE_SEQUENCE, PrismCodes.PLAUSIBLE.item())
                        .build()
                    : item);
    assertInstanceOf(SignatureState.Altered.class, SignatureCheck.of(DicomObject.of(changed)));
  }

  @Test
  void aLoginCannotBecomeSeveralPartsOfAName() {
    Dataset object =
        verdict(dataset("report"), by("eve^Dr.=x\\y", 0))
            .object(SeriesNumbers.behind(Map.of()), ZoneOffset.UTC)
            .dataset();
    String name =
        ReportExamples.items(object, Codes.PERSON_OBSERVER_NAME)
            .get(0)
            .string(Tag.PERSON_NAME)
            .orElseThrow();
    assertEquals("eve Dr. x y", name);
  }

  @Test
  void aReportOfOtherImagesIsRefused() {
    Dataset other = ReportExamples.report().dataset();
    assertThrows(
        IllegalArgumentException.class, () -> verdict(other, AllResults.VERDICT).sopInstanceUid());
    assertFalse(ReportedEdit.in(other, uid("image")).isPresent());
  }

  @Test
  void aToggleIsCountedAsWhatItDid() {
    Dataset report = ReportExamples.report().dataset();
    assertEquals(
        "add-edema",
        ReportedEdit.in(report, ReportExamples.counterfactual("1.2.3.10", ReportExamples.ADD_EDEMA))
            .orElseThrow()
            .name());
  }
}
