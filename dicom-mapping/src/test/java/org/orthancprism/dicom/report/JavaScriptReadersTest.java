// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.JavaScriptReaders;
import org.orthancprism.dicom.testhelper.Tool;

/** What viewers in a browser see in every kind of object. */
class JavaScriptReadersTest {

  private static final Map<String, DicomObject> OBJECTS =
      AllResults.of(Films.radiograph(Films.digital(false)));

  /** What the readers said of each object, in the order of {@link #OBJECTS}. */
  private static List<String> seen = List.of();

  @TempDir private static Path folder;

  @BeforeAll
  static void everyObjectIsRead() {
    Tool.Answer answer =
        JavaScriptReaders.read(
            OBJECTS.entrySet().stream()
                .map(entry -> Tool.write(entry.getValue(), folder, entry.getKey() + ".dcm"))
                .toArray(Path[]::new));
    assertEquals(0, answer.status(), answer.text());
    seen = answer.text().lines().toList();
    assertEquals(OBJECTS.size(), seen.size(), answer.text());
  }

  private static String seenIn(String kind) {
    return seen.get(List.copyOf(OBJECTS.keySet()).indexOf(kind));
  }

  private static void assertSays(String seen, String... parts) {
    for (String part : parts) {
      assertTrue(seen.contains(part), () -> part + " in " + seen);
    }
  }

  @Test
  void everyObjectIsKnownForSyntheticAndOfThePatient() {
    OBJECTS
        .keySet()
        .forEach(
            kind ->
                assertSays(
                    seenIn(kind),
                    "SYNTHETIC, not for diagnosis\"",
                    "\"patient\":\"Phantom^Chest\"",
                    "\"synthetic\":\"YES\""));
  }

  @Test
  void bothParsersFindAllPixels() {
    for (Map.Entry<String, Integer> each :
        Map.of("image", 2 * 200 * 160, "difference", 3 * 200 * 160, "flicker", 4 * 200 * 160)
            .entrySet()) {
      assertSays(
          seenIn(each.getKey()),
          "\"pixelBytes\":" + each.getValue() + ",",
          "\"pixels\":" + each.getValue() + ",");
    }
  }

  @Test
  void thePresentationStateHasALayerWithAContourAndItsName() {
    assertSays(
        seenIn("state"),
        "{\"layer\":\"EDIT1\",\"polylines\":1,\"text\":\"Pleural effusion removed (synthetic)\"}");
  }

  @Test
  void theReportBecomesAClosedContourWithFindingSiteAreaAndLimits() {
    Dataset report = OBJECTS.get("report").dataset();
    assertSays(
        seenIn("report"),
        "\"finding\":\"Pleural effusion\"",
        "\"sites\":[\"Chest\"]",
        "\"closed\":true",
        "\"area\":",
        "\"comment\":\"Synthetic image, not for diagnosis",
        "\"film\":\"" + film(report) + "\"");
  }

  private static String film(Dataset report) {
    return report
        .items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)
        .get(0)
        .items(Tag.REFERENCED_SERIES_SEQUENCE)
        .get(0)
        .items(Tag.REFERENCED_SOP_SEQUENCE)
        .get(0)
        .string(Tag.REFERENCED_SOP_INSTANCE_UID)
        .orElseThrow();
  }

  @Test
  void theyNoticeAReportThatDoesNotNameItsTemplate() {
    Tool.Answer answer = readPlanted("report", Tag.CONTENT_TEMPLATE_SEQUENCE);
    assertTrue(answer.status() != 0, answer.text());
  }

  @Test
  void theyNoticeAnImageWithoutPixelsAndAStateWithoutContours() {
    assertSays(readPlanted("image", Tag.PIXEL_DATA).text(), "\"pixelBytes\":0", "\"pixels\":0");
    assertSays(readPlanted("state", Tag.GRAPHIC_ANNOTATION_SEQUENCE).text(), "\"layers\":[]");
  }

  @Test
  void theyNoticeAreasWithoutTheirRegions() {
    Dataset planted =
        ContentTree.mapped(
            OBJECTS.get("report").dataset(),
            item ->
                ContentTree.isNamed(item, Codes.AREA)
                    ? item.toBuilder().remove(Tag.CONTENT_SEQUENCE).build()
                    : item);
    Tool.Answer answer =
        JavaScriptReaders.read(Tool.write(DicomObject.of(planted), folder, "planted.dcm"));
    assertSays(answer.text(), "\"measurements\":[]");
  }

  private static Tool.Answer readPlanted(String kind, Tag without) {
    Dataset planted = OBJECTS.get(kind).dataset().toBuilder().remove(without).build();
    return JavaScriptReaders.read(Tool.write(DicomObject.of(planted), folder, "planted.dcm"));
  }
}
