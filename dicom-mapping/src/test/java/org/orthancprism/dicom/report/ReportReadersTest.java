// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

/** Other people's readers of structured reports and of every other kind of object. */
class ReportReadersTest {

  @TempDir private Path folder;

  private static DicomObject report() {
    return AllResults.of(Films.radiograph(Films.digital(false))).get("report");
  }

  private Tool.Answer pixelmed(DicomObject report) {
    return Pixelmed.validate(Tool.write(report, folder, "report.dcm"));
  }

  @Test
  void pixelmedFindsTheTemplatesKept() {
    Tool.Answer answer = pixelmed(report());
    assertTrue(answer.text().contains("Found Root Template TID_1500"), answer.text());
    assertTrue(answer.text().contains("IOD validation complete"), answer.text());
    assertEquals(List.of(), Pixelmed.errors(answer), answer.text());
  }

  @Test
  void pixelmedNoticesATrackingIdentifierThatIsContentInsteadOfContext() {
    Dataset planted =
        ContentTree.mapped(
            report().dataset(),
            item ->
                ContentTree.isNamed(item, Codes.TRACKING_IDENTIFIER)
                    ? item.toBuilder().set(Tag.RELATIONSHIP_TYPE, "CONTAINS").build()
                    : item);
    Tool.Answer answer = pixelmed(DicomObject.of(planted));
    assertTrue(
        answer.linesWith("Error").stream().anyMatch(line -> line.contains("112039")),
        answer.text());
  }

  @Test
  void pixelmedNoticesAnAreaWithoutItsNumber() {
    Dataset planted =
        ContentTree.mapped(
            report().dataset(),
            item ->
                ContentTree.isNamed(item, Codes.AREA)
                    ? item.toBuilder().remove(Tag.MEASURED_VALUE_SEQUENCE).build()
                    : item);
    Tool.Answer answer = pixelmed(DicomObject.of(planted));
    assertTrue(
        answer.linesWith("Error").stream().anyMatch(line -> line.contains("Template 300")),
        answer.text());
  }

  @Test
  void dcsrdumpPrintsTheTreeWithRegionsProbabilitiesAndGates() {
    Tool.Answer answer =
        Tool.run("dcsrdump", Tool.write(report(), folder, "report.dcm").toString());
    for (String said :
        List.of(
            "CONTAINER: (126000,DCM,\"Imaging Measurement Report\")",
            "INFERRED FROM: SCOORD: (121112,DCM,\"Source of Measurement\")  = POLYLINE",
            "SELECTED FROM: IMAGE:",
            "(111012,DCM,\"Certainty of Finding\")  = 87 (%,UCUM,\"Percent\")",
            "(gate,99PRISM,\"Quality gate\")  = (111222,DCM,\"Succeeded\")",
            "(PS 1.2.840.10008.5.1.4.1.1.11.1,")) {
      assertTrue(answer.text().contains(said), () -> said + " in\n" + answer.text());
    }
    assertEquals(
        0, answer.text().lines().filter(line -> line.contains("Error")).count(), answer.text());
  }

  @Test
  void dcsrdumpNoticesAnItemWithoutItsName() {
    Dataset planted = report().dataset().toBuilder().remove(Tag.CONCEPT_NAME_CODE_SEQUENCE).build();
    Tool.Answer answer =
        Tool.run("dcsrdump", Tool.write(DicomObject.of(planted), folder, "planted.dcm").toString());
    assertTrue(!answer.text().contains("Imaging Measurement Report"), answer.text());
  }

  @Test
  void pydicomReadsEveryKindOfObjectAndItsPixels() {
    AllResults.of(Films.radiograph(Films.digital(true)))
        .forEach(
            (kind, object) -> {
              Path file = Tool.write(object, folder, kind + ".dcm");
              Tool.Answer answer =
                  Tool.python(
                      """
                      import sys, warnings
                      warnings.simplefilter("error")
                      import pydicom
                      film = pydicom.dcmread(sys.argv[1])
                      film.walk(lambda dataset, element: element.value)
                      print(film.SOPClassUID.name, "|", film.PatientName)
                      if "PixelData" in film:
                          print(film.pixel_array.shape)
                      """,
                      file);
              assertEquals(0, answer.status(), answer.text());
              assertTrue(answer.text().contains("| Phantom^Chest"), answer.text());
              String shape =
                  switch (kind) {
                    case "image" -> "(200, 160)";
                    case "difference" -> "(200, 160, 3)";
                    case "flicker" -> "(2, 200, 160)";
                    default -> "Storage";
                  };
              assertTrue(answer.text().contains(shape), kind + ": " + answer.text());
            });
  }

  @Test
  void pydicomNoticesAnImageThatIsCutOff() {
    Dataset sound = AllResults.of(Films.radiograph(Films.digital(true))).get("image").dataset();
    Dataset planted = sound.toBuilder().set(Tag.ROWS, 400).build();
    Tool.Answer answer =
        Tool.python(
            "import sys, pydicom; pydicom.dcmread(sys.argv[1]).pixel_array",
            Tool.write(DicomObject.of(planted), folder, "planted.dcm"));
    assertTrue(answer.status() != 0, answer.text());
  }
}
