// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.TestKey;
import org.orthancprism.dicom.testhelper.Tool;

/**
 * What is signed here, DCMTK's dcmsign verifies, also when others wrote the file anew; and what was
 * altered since is named by its part.
 */
class SignerTest {

  @TempDir static Path folder;

  private static SigningKey key;
  private static Path certificate;

  @BeforeAll
  static void makeKey() {
    key = TestKey.make(folder, "an installation");
    certificate = TestKey.certificate(key, folder);
  }

  /** A result of a film. */
  private record Result(String name, DicomObject object) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Films of 12 and 8 bits, signed ones, and one with names that are not ASCII. */
  static Stream<Result> results() {
    return Stream.of(
            Map.entry("dx", Films.radiograph(Films.digital(true))),
            Map.entry("cr-8", film(8, false, "Test^Film")),
            Map.entry("cr-15-signed", film(15, true, "Wałęsa^Łukasz")))
        .flatMap(
            film ->
                AllResults.withVerdict(film.getValue()).entrySet().stream()
                    .map(each -> new Result(each.getKey() + " " + film.getKey(), each.getValue())));
  }

  private static Radiograph film(int bits, boolean signed, String name) {
    return Films.radiograph(
        Films.computed(100, 80, bits, signed).set(Tag.PATIENT_NAME, name).build());
  }

  private static DicomObject signed(DicomObject object) {
    return new Signer(key, Films.CLOCK).sign(object);
  }

  private static DicomObject counterfactual() {
    return Films.counterfactual(Films.radiograph(Films.digital(false)));
  }

  @ParameterizedTest
  @MethodSource("results")
  void dcmsignVerifiesWhatIsSigned(Result result) {
    Path file = Tool.write(signed(result.object()), folder, "signed.dcm");

    assertVerifiedByDcmsign(file);
  }

  @ParameterizedTest
  @MethodSource("images")
  void imagesAreSignedAsTheirCreatorDoes(Result image) {
    Path file = Tool.write(signed(image.object()), folder, "signed.dcm");

    Tool.Answer answer = dcmsign("--require-creator", file);

    assertEquals(0, answer.status(), answer.text());
  }

  static Stream<Result> images() {
    return results().filter(result -> result.object().dataset().contains(Tag.PIXEL_DATA));
  }

  @ParameterizedTest
  @MethodSource("results")
  void theSignatureOutlivesSequencesOfUndefinedLength(Result result) throws DicomFormatException {
    Path file = Tool.write(signed(result.object()), folder, "signed.dcm");

    Path copy = converted(file, "+te", "-e");

    assertVerifiedByDcmsign(copy);
    assertInstanceOf(SignatureState.Unaltered.class, state(copy));
  }

  @ParameterizedTest
  @MethodSource("results")
  void theSignatureOutlivesImplicitVr(Result result) throws DicomFormatException {
    Path file = Tool.write(signed(result.object()), folder, "signed.dcm");

    assertInstanceOf(SignatureState.Unaltered.class, state(converted(file, "+ti", "+e")));
  }

  @ParameterizedTest
  @MethodSource("results")
  void aFileThatWasReadAgainIsUnaltered(Result result) throws DicomFormatException {
    byte[] file = new Part10Codec().write(signed(result.object()));

    SignatureState.Unaltered state =
        assertInstanceOf(
            SignatureState.Unaltered.class, SignatureCheck.of(new Part10Codec().read(file)));

    assertEquals("CN=an installation", state.by().name());
    assertEquals("20261122100000.000000+0000", state.by().at());
  }

  @Test
  void theSameObjectAtTheSameTimeGetsTheSameSignature() {
    byte[] once = new Part10Codec().write(signed(counterfactual()));
    byte[] again = new Part10Codec().write(signed(signed(counterfactual())));

    assertArrayEquals(once, again);
  }

  @Test
  void laterSignaturesHaveUidsOfTheirOwn() {
    Clock later = Clock.offset(Films.CLOCK, Duration.ofSeconds(1));

    assertNotEquals(
        uid(signed(counterfactual())), uid(new Signer(key, later).sign(counterfactual())));
  }

  private static String uid(DicomObject object) {
    return object
        .dataset()
        .items(Tag.DIGITAL_SIGNATURES_SEQUENCE)
        .get(0)
        .string(Tag.DIGITAL_SIGNATURE_UID)
        .orElseThrow();
  }

  @Test
  void oneChangedPixelIsToldAndDcmsignNoticesIt() {
    Dataset dataset = signed(counterfactual()).dataset();
    byte[] pixels = dataset.bytes(Tag.PIXEL_DATA).orElseThrow().clone();
    pixels[100] ^= 1;

    DicomObject altered =
        DicomObject.of(dataset.toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OW, pixels).build());

    assertEquals(List.of(SignedPart.PIXELS), altered(altered).parts());
    Path file = Tool.write(altered, folder, "altered.dcm");
    assertNotEquals(0, dcmsign("--require-sig", file).status());
  }

  @Test
  void anotherWordInAReportIsTold() {
    Dataset report =
        signed(AllResults.of(Films.radiograph(Films.digital(false))).get("report")).dataset();
    List<Dataset> items = new ArrayList<>(report.items(Tag.CONTENT_SEQUENCE));
    items.remove(items.size() - 1);

    Dataset altered = report.toBuilder().set(Tag.CONTENT_SEQUENCE, items).build();

    assertEquals(List.of(SignedPart.CONTENT), altered(DicomObject.of(altered)).parts());
  }

  @Test
  void anotherPatientIsTold() {
    Dataset altered =
        signed(counterfactual()).dataset().toBuilder().set(Tag.PATIENT_ID, "SOMEBODY ELSE").build();

    assertEquals(List.of(SignedPart.IDENTITY), altered(DicomObject.of(altered)).parts());
  }

  @Test
  void aMarkThatWasTakenAwayIsTold() {
    Dataset altered =
        signed(counterfactual()).dataset().toBuilder().remove(Tag.SYNTHETIC_DATA).build();

    SignatureState.Altered state = altered(DicomObject.of(altered));

    assertEquals(List.of(SignedPart.MARKS), state.parts());
    assertEquals(List.of(Tag.SYNTHETIC_DATA), state.removed());
  }

  @Test
  void anAttributeThatCameLaterIsTold() {
    Dataset altered =
        signed(counterfactual()).dataset().toBuilder().set(Tag.IMAGE_COMMENTS, "normal").build();

    SignatureState.Altered state = altered(DicomObject.of(altered));

    assertEquals(List.of(), state.parts());
    assertEquals(List.of(Tag.IMAGE_COMMENTS), state.added());
  }

  @Test
  void aSignatureThatWasCutShortIsNone() {
    Dataset dataset = signed(counterfactual()).dataset();
    List<Dataset> cut =
        dataset.items(Tag.DIGITAL_SIGNATURES_SEQUENCE).stream()
            .map(item -> item.toBuilder().setBytes(Tag.SIGNATURE, Vr.OB, new byte[7]).build())
            .toList();

    assertInstanceOf(
        SignatureState.Altered.class,
        SignatureCheck.of(
            DicomObject.of(dataset.toBuilder().set(Tag.DIGITAL_SIGNATURES_SEQUENCE, cut).build())));
  }

  @Test
  void aCertificateThatIsNoneIsToldAsSuch() {
    Dataset dataset = signed(counterfactual()).dataset();
    List<Dataset> odd =
        dataset.items(Tag.DIGITAL_SIGNATURES_SEQUENCE).stream()
            .map(
                item ->
                    item.toBuilder()
                        .setBytes(Tag.CERTIFICATE_OF_SIGNER, Vr.OB, new byte[9])
                        .build())
            .toList();

    SignatureState.Unreadable state =
        assertInstanceOf(
            SignatureState.Unreadable.class,
            SignatureCheck.of(
                DicomObject.of(
                    dataset.toBuilder().set(Tag.DIGITAL_SIGNATURES_SEQUENCE, odd).build())));
    assertEquals("the signer's certificate can't be read", state.reason());
  }

  @Test
  void whatNobodySignedIsUnsigned() {
    assertInstanceOf(SignatureState.Unsigned.class, SignatureCheck.of(counterfactual()));
  }

  @Test
  void aKeyNeedsItsOwnCertificate() {
    SigningKey other = TestKey.make(folder, "another");

    assertThrows(
        IllegalArgumentException.class, () -> new SigningKey(key.key(), other.certificate()));
  }

  private static SignatureState.Altered altered(DicomObject object) {
    return assertInstanceOf(SignatureState.Altered.class, SignatureCheck.of(object));
  }

  private static SignatureState state(Path file) throws DicomFormatException {
    return SignatureCheck.of(new Part10Codec().read(Tool.bytes(file)));
  }

  private static Path converted(Path file, String... options) {
    Path copy = folder.resolve("converted.dcm");
    Tool.Answer answer =
        Tool.run(
            Stream.of(
                    Stream.of("dcmconv"),
                    Stream.of(options),
                    Stream.of(file.toString(), copy.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new));
    assertEquals(0, answer.status(), answer.text());
    return copy;
  }

  private static void assertVerifiedByDcmsign(Path file) {
    Tool.Answer answer = dcmsign("--require-sig", file);
    assertEquals(0, answer.status(), answer.text());
  }

  private static Tool.Answer dcmsign(String policy, Path file) {
    return Tool.run(
        "dcmsign",
        "--verbose",
        "--verify",
        policy,
        "--add-cert-file",
        certificate.toString(),
        file.toString());
  }
}
