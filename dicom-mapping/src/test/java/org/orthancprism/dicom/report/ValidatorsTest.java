// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.SampleFilms;
import org.orthancprism.dicom.testhelper.Tool;

/** The validators of other people accept every object that is written here, and notice faults. */
class ValidatorsTest {
  private static final Path FOLDER = Path.of("target", "written-objects");

  /**
   * Synthetic Data (0008,001C) is younger than the dictionary of the dciodvfy that Debian 12 has,
   * of June 2022. This one line is expected, and only for this attribute.
   */
  private static final String TOO_YOUNG =
      "Error - </(0008,001c)> - Attribute with an even group number is not a recognized standard"
          + " attribute";

  /** Warnings that tell of a choice or of the source, not of a fault. */
  private static final List<Pattern> EXPECTED_WARNINGS =
      List.of(
          // Our own coding scheme, where no standard one has the concept.
          Pattern.compile(".*Unrecognized defined term = <(99PRISM|2\\.25\\..*)>"),
          // A defined term since CP-1059, which the validator's list is without.
          Pattern.compile(".*MACAlgorithm.*Unrecognized defined term = <SHA256>"),
          // Standard Extended attributes (PS3.2 3.11), and such as are younger than the validator.
          Pattern.compile(
              ".*(0008,001c|DeviceUID|ViewPosition|ImagerPixelSpacing|PresentationLUTShape"
                  + "|ImageLaterality).* - Attribute is not present in standard DICOM IOD"),
          Pattern.compile(".*0008,001c.*Unrecognized tag - assuming explicit.*"),
          // What the source lacks or has in an old form, and we copy.
          Pattern.compile(".*would be needed to build DICOMDIR.*"),
          Pattern.compile(".*Retired Person Name form.*"),
          Pattern.compile(".*OtherPatientIDs.*"),
          Pattern.compile(".*Laterality.*only permitted to be empty when actually unknown.*"),
          Pattern.compile(".*this is a Standard Extended SOP Class.*"));

  private record Written(String name, DicomObject object) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void makeFolder() throws IOException {
    Files.createDirectories(FOLDER);
  }

  private static final List<Written> OBJECTS = makeObjects();

  static Stream<Written> objects() {
    return OBJECTS.stream();
  }

  private static List<Written> makeObjects() {
    List<Written> objects = new ArrayList<>();
    for (boolean inverted : new boolean[] {false, true}) {
      DicomObject digital = Films.digital(inverted);
      objects.add(new Written(inverted ? "film-dx1" : "film-dx2", digital));
      addResults(objects, inverted ? "of-dx1" : "of-dx2", Films.radiograph(digital));
    }
    Radiograph film = Films.radiograph(Films.digital(false));
    AllResults.of(film, ResultsStudy.separate("1.2.3", "PHANTOM-1"))
        .forEach((kind, object) -> objects.add(new Written(kind + "-apart", object)));
    for (int bits : new int[] {8, 10, 15, 16}) {
      for (boolean signed : new boolean[] {false, true}) {
        Dataset computed = Films.computed(100, 80, bits, signed).build();
        addResults(objects, "of-cr-" + bits + (signed ? "s" : "u"), Films.radiograph(computed));
      }
    }
    for (Path file : SampleFilms.all()) {
      addResults(objects, "of-" + file.getFileName(), real(file));
    }
    return objects;
  }

  private static void addResults(List<Written> objects, String name, Radiograph film) {
    AllResults.withVerdict(film)
        .forEach((kind, object) -> objects.add(new Written(kind + "-" + name, object)));
  }

  /**
   * A real film; one that is compressed gets made-up pixels, as only its attributes matter here.
   */
  private static Radiograph real(Path file) {
    try {
      DicomObject object = new Part10Codec().read(Tool.bytes(file));
      if (NativePixels.isNative(object)) {
        return Films.radiograph(object);
      }
      int rows = object.dataset().integer(Tag.ROWS).orElseThrow();
      int columns = object.dataset().integer(Tag.COLUMNS).orElseThrow();
      return Radiograph.of(object, new StoredPixels(rows, columns, new int[rows * columns]));
    } catch (DicomFormatException | FilmException cause) {
      throw new AssertionError(cause);
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void dciodvfyFindsNoErrorAndNoUnexpectedWarning(Written written) {
    Tool.Answer answer = validate(written);
    List<String> errors =
        answer.linesWith("Error").stream().filter(line -> !line.equals(TOO_YOUNG)).toList();
    List<String> warnings =
        answer.linesWith("Warning").stream()
            .filter(
                line ->
                    EXPECTED_WARNINGS.stream()
                        .noneMatch(expected -> expected.matcher(line).matches()))
            .toList();
    assertEquals(List.of(), errors, answer.text());
    assertEquals(List.of(), warnings, answer.text());
  }

  @ParameterizedTest
  @MethodSource("images")
  void withoutTheAttributeThatItDoesNotKnowDciodvfyFindsNoErrorAtAll(Written image) {
    Dataset older = image.object().dataset().toBuilder().remove(Tag.SYNTHETIC_DATA).build();
    Tool.Answer answer = validate(new Written("older", DicomObject.of(older)));
    assertEquals(List.of(), answer.linesWith("Error"), answer.text());
  }

  static Stream<Written> images() {
    return objects().filter(written -> written.name().contains("dx")).limit(12);
  }

  @Test
  void dciodvfyNoticesAMissingAttributeAndAWrongTerm() {
    DicomObject sound = result("image-");
    Dataset planted =
        sound.dataset().toBuilder()
            .remove(Tag.CONVERSION_TYPE)
            .set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME9")
            .build();
    Tool.Answer answer = validate(new Written("planted-image", DicomObject.of(planted)));
    assertTrue(
        answer.linesWith("Error").stream().anyMatch(line -> line.contains("ConversionType")),
        answer.text());
    assertTrue(
        answer.linesWith("Warning").stream()
            .anyMatch(line -> line.contains("Unrecognized defined term = <MONOCHROME9>")),
        answer.text());
  }

  @Test
  void dciodvfyNoticesAReportThatDoesNotSayWhetherItIsComplete() {
    Dataset planted = result("report-").dataset().toBuilder().remove(Tag.COMPLETION_FLAG).build();
    Tool.Answer answer = validate(new Written("planted-report", DicomObject.of(planted)));
    assertTrue(
        answer.linesWith("Error").stream().anyMatch(line -> line.contains("CompletionFlag")),
        answer.text());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void dsrdumpReadsTheWholeReportWithoutComplaint(Written report) {
    Path file = Tool.write(report.object(), FOLDER, report.name() + ".dcm");
    Tool.Answer answer = Tool.run("dsrdump", "+Pl", "+Pu", file.toString());
    assertEquals(0, answer.status(), answer.text());
    assertEquals(List.of(), complaints(answer), answer.text());
    for (String said :
        List.of(
            "Imaging Measurement Report",
            "(60046008,SCT,\"Pleural effusion\")",
            "Tracking Unique Identifier",
            "Artificial Intelligence",
            "Synthetic image, not for diagnosis",
            "UNVERIFIED")) {
      assertTrue(answer.text().contains(said), () -> said + " in\n" + answer.text());
    }
  }

  static Stream<Written> reports() {
    return objects().filter(written -> written.name().startsWith("report"));
  }

  @Test
  void dsrdumpNoticesARootThatDoesNotSayWhatItIs() {
    Dataset planted = result("report-").dataset().toBuilder().remove(Tag.VALUE_TYPE).build();
    Path file = Tool.write(DicomObject.of(planted), FOLDER, "planted-tree.dcm");
    Tool.Answer answer = Tool.run("dsrdump", file.toString());
    assertTrue(
        complaints(answer).stream().anyMatch(line -> line.contains("ValueType")), answer.text());
  }

  @Test
  void dcentvfyNoticesThatAPatientHasAnotherNameInOneImage() {
    Dataset planted =
        result("image-of-dx2").dataset().toBuilder().set(Tag.PATIENT_NAME, "Some^Other").build();
    Path film = Tool.write(result("film-dx2"), FOLDER, "film-dx2.dcm");
    Path image = Tool.write(DicomObject.of(planted), FOLDER, "planted-patient.dcm");
    Tool.Answer answer = Tool.run("dcentvfy", film.toString(), image.toString());
    assertTrue(
        answer.linesWith("Error").stream().anyMatch(line -> line.contains("PatientName")),
        answer.text());
  }

  @Test
  void dcentvfyFindsEveryKindOfObjectToBeOfOneStudy() {
    String[] command =
        Stream.concat(
                Stream.of("dcentvfy"),
                objects()
                    .filter(written -> written.name().contains("dx2"))
                    .map(
                        written ->
                            Tool.write(written.object(), FOLDER, written.name() + ".dcm")
                                .toString()))
            .toArray(String[]::new);
    Tool.Answer answer = Tool.run(command);
    assertEquals(List.of(), answer.linesWith("Error"), answer.text());
    // It counts some attributes to the study in one IOD and to the series in another.
    List<String> warnings =
        answer.linesWith("Warning").stream()
            .filter(line -> !line.contains("Different information entities for attribute"))
            .toList();
    assertEquals(List.of(), warnings, answer.text());
  }

  private static DicomObject result(String prefix) {
    return objects()
        .filter(written -> written.name().startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .object();
  }

  private static List<String> complaints(Tool.Answer answer) {
    return answer.text().lines().filter(line -> line.matches("[WEF]: .*")).toList();
  }

  private static Tool.Answer validate(Written written) {
    Path file = Tool.write(written.object(), FOLDER, written.name() + ".dcm");
    return Tool.run("dciodvfy", "-new", file.toString());
  }
}
