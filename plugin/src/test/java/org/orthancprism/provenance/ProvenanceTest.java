// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.PixelDigest;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.signature.Fingerprints;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.dicom.signature.SigningKey;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.testing.TestFilms;
import org.orthancprism.testing.TestResults;
import org.orthancprism.testing.TestSigningKey;
import picocli.CommandLine;

/** Results are known again: by their signature, and by their pixels where that is gone. */
class ProvenanceTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
  private static final int ROWS = 64;
  private static final int COLUMNS = 80;
  private static final String PACK = "a1".repeat(32);

  @TempDir Path folder;

  private QueueDatabase database;
  private String queue;
  private SigningKey key;
  private ResultFiles files;
  private final Part10Codec codec = new Part10Codec();

  @BeforeEach
  void open() throws Exception {
    queue = "jdbc:sqlite:" + folder.resolve("queue.db");
    database = QueueDatabase.open(QueueSettings.of(queue), QueueDatabase.Side.TRIGGERS);
    key = TestSigningKey.file().open();
    files = TestResults.files(database, CLOCK);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static StoredPixels pixels(int darker) {
    int[] values = new int[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000 + i % 1000 - (i % 7 == 0 ? darker : 0);
    }
    values[0] = 0;
    values[1] = 4095;
    return new StoredPixels(ROWS, COLUMNS, values);
  }

  private static DicomObject film(StoredPixels pixels, String name) {
    return TestFilms.film(pixels, "TEST", "AP", name);
  }

  private static Radiograph source() throws Exception {
    DicomObject film = film(pixels(0), "film");
    return Radiograph.of(film, NativePixels.read(film));
  }

  /** A counterfactual without label, some of whose pixels are darker. */
  private static DicomObject counterfactual(Radiograph film, int darker) {
    EditDescription edit =
        new EditDescription(
            EditIdentity.of("remove-support-devices"),
            "Support devices",
            new CodedConcept("303607000", "SCT", "Cardiac implant"),
            EditDescription.Change.REMOVED,
            "image-conditioned",
            "",
            "Chest X-ray",
            42,
            1,
            1.0,
            Optional.empty());
    Algorithm algorithm =
        new Algorithm("orthanc-prism", "orthanc-prism", "1", "tiny", "2", PACK, "orthanc-prism");
    return CounterfactualImage.of(
        new FilmEdit(film, pixels(darker), edit),
        Optional.empty(),
        new Origin(algorithm, SeriesNumbers.behind(Map.of()), CLOCK));
  }

  private byte[] file(DicomObject image, Radiograph film) {
    return files.of(image, film.version(), PixelDigest.of(film.pixels()));
  }

  private Provenance provenance(DicomObject object) {
    return new ProvenanceCheck(
            new KnownSigners(database, CLOCK)::has, new MadeResults(database, CLOCK)::find)
        .of(object);
  }

  @Test
  void aResultIsKnownByItsSignatureWithPackAndSource() throws Exception {
    Radiograph film = source();
    DicomObject stored = codec.read(file(counterfactual(film, 50), film));

    Provenance found = provenance(stored);

    assertTrue(found.isGenuine(), found::summary);
    assertEquals(PACK, found.pack().orElseThrow().digest());
    assertEquals("tiny 2", found.pack().orElseThrow().name());
    assertEquals(film.version().sopInstanceUid(), found.sources().get(0));
    assertTrue(
        found.summary().startsWith("unaltered result, signed by CN=orthanc-prism "),
        found::summary);
  }

  @Test
  void aSignerThatNobodyKnowsIsToldAsSuch() throws Exception {
    SigningKey stranger = new SigningKeyFile(folder.resolve("stranger.pem"), false).open();
    DicomObject signed = new Signer(stranger, CLOCK).sign(counterfactual(source(), 50));

    Provenance found = provenance(signed);

    assertFalse(found.isGenuine());
    assertTrue(found.summary().contains("NOT KNOWN"), found::summary);
    assertTrue(found.summary().contains(Fingerprints.of(stranger.certificate())), found::summary);
  }

  @Test
  void aResultWhoseHeaderWasStrippedIsKnownByItsPixels() throws Exception {
    Radiograph film = source();
    DicomObject result = counterfactual(film, 50);
    file(result, film);

    Provenance found = provenance(film(pixels(50), "somebody's export"));

    MadeResult made = found.samePixels().orElseThrow();
    assertEquals(result.sopInstanceUid().orElseThrow(), made.result());
    assertEquals(film.version().sopInstanceUid(), made.film());
    assertTrue(found.isResult());
    assertTrue(found.summary().contains("without any mark"), found::summary);
  }

  @Test
  void anEditThatChangedNothingMakesNoResultOfTheFilm() throws Exception {
    Radiograph film = source();
    file(counterfactual(film, 0), film);

    assertEquals(Optional.empty(), provenance(film.object()).samePixels());
  }

  @Test
  void theSamePixelsInMoreBitsHaveTheSameDigest() throws Exception {
    DicomObject twelve = film(pixels(50), "twelve bits");
    DicomObject sixteen =
        DicomObject.of(
            twelve.dataset().toBuilder().set(Tag.BITS_STORED, 16).set(Tag.HIGH_BIT, 15).build());

    assertEquals(PixelDigest.of(twelve), PixelDigest.of(sixteen));
  }

  /** What the command prints, and its exit status in front. */
  private String verify(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine command =
        new CommandLine(new VerifyProgram())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    int status = command.execute(arguments);
    return status + "\n" + out;
  }

  @Test
  void theCommandTellsOfEachFileOfAFolder() throws Exception {
    Radiograph film = source();
    Path results = Files.createDirectory(folder.resolve("results"));
    Files.write(results.resolve("1-film.dcm"), codec.write(film.object()));
    Files.write(results.resolve("2-result.dcm"), file(counterfactual(film, 50), film));
    Files.writeString(results.resolve("3-notes.txt"), "no film");
    Files.writeString(results.resolve("4-orthanc.log"), "W1130 ".repeat(99));
    byte[] damaged = codec.write(film.object());
    Files.write(results.resolve("5-damaged.dcm"), Arrays.copyOf(damaged, 200));

    String told = verify("--queue", queue, results.toString());

    assertTrue(told.startsWith("0\n"), told);
    assertTrue(told.contains("1-film.dcm: no result that is known here"), told);
    assertTrue(told.contains("2-result.dcm: unaltered result, signed by CN=orthanc-prism"), told);
    assertFalse(told.contains("NOT KNOWN"), told);
    assertFalse(told.contains("3-notes.txt"), told);
    assertTrue(told.contains("5-damaged.dcm: is no DICOM file that can be read: "), told);
    assertTrue(told.endsWith("Other files, which are no DICOM files: 2\n"), told);
    String notes = verify(results.resolve("3-notes.txt").toString());
    assertTrue(notes.startsWith("1\n"), notes);
    assertTrue(notes.contains("3-notes.txt: is no DICOM file that can be read: "), notes);
  }

  @Test
  void aProgramGetsTheSameAsOneObject() throws Exception {
    Radiograph film = source();
    Path results = Files.createDirectory(folder.resolve("results"));
    Path result =
        Files.write(results.resolve("1-result.dcm"), file(counterfactual(film, 50), film));
    Path log = Files.writeString(results.resolve("orthanc.log"), "no film");
    byte[] whole = codec.write(film.object());
    Path damaged = Files.write(results.resolve("damaged.dcm"), Arrays.copyOf(whole, 200));

    String told = verify("--json", "--queue", queue, results.toString());

    assertTrue(told.startsWith("0\n"), told);
    try (JsonReader reader = Json.createReader(new StringReader(told.substring(2)))) {
      JsonObject object = reader.readObject();
      assertEquals(List.of(log.toString()), texts(object.getJsonArray("notDicom")));
      JsonArray files = object.getJsonArray("files");
      assertEquals(2, files.size());
      assertEquals(result.toString(), files.getJsonObject(0).getString("file"));
      assertEquals("unaltered", files.getJsonObject(0).getString("signature"));
      assertEquals(damaged.toString(), files.getJsonObject(1).getString("file"));
      assertTrue(files.getJsonObject(1).containsKey("problem"));
    }
  }

  private static List<String> texts(JsonArray array) {
    return array.getValuesAs(JsonString::getString);
  }

  @Test
  void theCommandFailsForAnAlteredResult() throws Exception {
    Radiograph film = source();
    DicomObject stored = codec.read(file(counterfactual(film, 50), film));
    DicomObject altered =
        DicomObject.of(stored.dataset().toBuilder().set(Tag.PATIENT_ID, "ANOTHER").build());
    Path file = Files.write(folder.resolve("altered.dcm"), codec.write(altered));
    String keyFile = TestSigningKey.file().path().toString();

    String told = verify("--signer", keyFile, file.toString());

    assertTrue(told.startsWith("1\n"), told);
    assertTrue(told.contains("ALTERED result"), told);
    assertTrue(told.contains("changed: identity"), told);
  }

  @Test
  void aQueueThatIsNotThereIsNotMade() {
    Path nowhere = folder.resolve("nowhere.db");

    String told = verify("--queue", "jdbc:sqlite:" + nowhere, folder.toString());

    assertTrue(told.startsWith("2\n"), told);
    assertFalse(Files.exists(nowhere));
  }
}
