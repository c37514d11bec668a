// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.PamImage;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.signature.SignatureCheck;
import org.orthancprism.dicom.signature.SignatureState;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.protection.SigningKeyFile;

/**
 * A film and every kind of object that is made of it go into an archive by C-STORE, and come out
 * whole, signatures included, by C-MOVE, C-GET and DICOMweb; compressed on the way, they stay valid
 * and keep their pixels.
 */
class RoundTripTest {

  private static final String TITLE = "TESTER";
  private static final Part10Codec CODEC = new Part10Codec();

  @TempDir private static Path folder;

  private static Archive archive;
  private static int port;

  /** What was made of the film, by kind. */
  private static final Map<String, DicomObject> MADE = new TreeMap<>();

  /** The film and what was made of it, by their SOP Instance UIDs. */
  private static final Map<String, DicomObject> SENT = new TreeMap<>();

  @BeforeAll
  static void theStudyIsSentToAnArchive() throws Exception {
    archive = Archive.start(Files.createDirectory(folder.resolve("archive")));
    port = freePort();
    archive.know(TITLE, port);
    DicomObject film = TestFilm.ofSeed(400).object();
    Signer signer =
        new Signer(
            new SigningKeyFile(folder.resolve("signing-key.pem"), false).open(), Clock.systemUTC());
    MadeResults.of(film).forEach((kind, object) -> MADE.put(kind, signer.sign(object)));
    SENT.put(film.sopInstanceUid().orElseThrow(), film);
    MADE.values().forEach(object -> SENT.put(object.sopInstanceUid().orElseThrow(), object));
    for (DicomObject object : SENT.values()) {
      send(file(object));
    }
  }

  /** Proposes what the file needs alone: DCMTK's usual proposal leaves Comprehensive 3D SR out. */
  private static void send(Path file) throws Exception {
    List<String> command =
        List.of(
            "storescu",
            "-R",
            "-aec",
            OrthancServer.AE_TITLE,
            "127.0.0.1",
            Integer.toString(archive.server().dicomPort()),
            file.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @AfterAll
  static void theArchiveEnds() {
    archive.close();
  }

  private static Path file(DicomObject object) throws IOException {
    Path path = folder.resolve(object.sopInstanceUid().orElseThrow() + ".dcm");
    return Files.write(path, CODEC.write(object));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String studyUid() {
    return SENT.values().iterator().next().dataset().string(Tag.STUDY_INSTANCE_UID).orElseThrow();
  }

  /** The same dataset, whatever transfer syntax it came in: as our codec writes it. */
  private static void assertWhole(byte[] file) throws Exception {
    DicomObject read = CODEC.read(file);
    DicomObject sent = SENT.get(read.sopInstanceUid().orElseThrow());
    assertArrayEquals(CODEC.write(sent), CODEC.write(read));
    if (MADE.containsValue(sent)) {
      assertInstanceOf(SignatureState.Unaltered.class, SignatureCheck.of(read));
    }
    Path path = Files.write(folder.resolve("retrieved.dcm"), file);
    assertEquals(List.of(), Tool.dicomErrors(path));
  }

  @Test
  void getscuGetsTheWholeStudyAsItWasSent() throws Exception {
    Path got = Files.createDirectory(folder.resolve("got"));
    run("getscu", got);
    assertStudyIsWhole(got);
  }

  @Test
  void movescuGetsTheWholeStudyAsItWasSent() throws Exception {
    Path moved = Files.createDirectory(folder.resolve("moved"));
    run("movescu", moved, "-aem", TITLE, "+P", Integer.toString(port));
    assertStudyIsWhole(moved);
  }

  private static void run(String program, Path out, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(program, "-S", "-aet", TITLE, "-aec", OrthancServer.AE_TITLE));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-k",
            "QueryRetrieveLevel=STUDY",
            "-k",
            "StudyInstanceUID=" + studyUid(),
            "-od",
            out.toString(),
            "127.0.0.1",
            Integer.toString(archive.server().dicomPort())));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor(), String.join(" ", command));
  }

  private static void assertStudyIsWhole(Path received) throws Exception {
    int count = 0;
    try (Stream<Path> files = Files.list(received)) {
      for (Path file : files.toList()) {
        assertWhole(Files.readAllBytes(file));
        count++;
      }
    }
    assertEquals(SENT.size(), count);
  }

  @Test
  void dicomWebGivesEachInstanceAsItWasSent() throws Exception {
    for (DicomObject object : SENT.values()) {
      Dataset dataset = object.dataset();
      assertWhole(
          archive.retrieved(
              studyUid(),
              dataset.string(Tag.SERIES_INSTANCE_UID).orElseThrow(),
              dataset.string(Tag.SOP_INSTANCE_UID).orElseThrow()));
    }
  }

  static List<String> images() {
    return MadeResults.IMAGES;
  }

  @ParameterizedTest
  @MethodSource("images")
  void anImageThatWasCompressedToJpeg2000AndBackIsValidAndHasItsPixels(String kind)
      throws Exception {
    DicomObject sent = MADE.get(kind);
    String uid = sent.sopInstanceUid().orElseThrow();
    String id = Pacs.instance(archive.server(), uid);
    byte[] compressed = converted(archive.server().client().file(id), "--j2k");
    assertValid(compressed, uid, Archive.JPEG_2000_LOSSLESS);
    try (Archive other = Archive.start(Files.createDirectory(folder.resolve("other-" + kind)))) {
      String copy = other.server().client().store(compressed).id();
      byte[] back = converted(other.server().client().file(copy), "--raw");
      DicomObject read = assertValid(back, uid, Archive.EXPLICIT_LITTLE_ENDIAN);
      assertArrayEquals(
          sent.dataset().bytes(Tag.PIXEL_DATA).orElseThrow(),
          read.dataset().bytes(Tag.PIXEL_DATA).orElseThrow());
    }
  }

  private static DicomObject assertValid(byte[] file, String uid, String syntax) throws Exception {
    DicomObject read = CODEC.read(file);
    assertEquals(syntax, read.transferSyntax().uid());
    assertEquals(uid, read.sopInstanceUid().orElseThrow());
    assertEquals("YES", read.dataset().string(Tag.SYNTHETIC_DATA).orElse(""));
    Path path = Files.write(folder.resolve("transcoded.dcm"), file);
    assertEquals(List.of(), Tool.dicomErrors(path));
    return read;
  }

  /** What the plugin asks Orthanc for when a film comes compressed. */
  @ParameterizedTest
  @CsvSource({"dcmcrle", "dcmcjpeg +e1", "dcmcjpls"})
  void aFilmThatArrivesCompressedIsDecodedToItsStoredValues(String compress) throws Exception {
    DicomObject film =
        TestFilm.ofSeed(401 + compress.length())
            .with(
                builder ->
                    builder.set(
                        Tag.PHOTOMETRIC_INTERPRETATION,
                        compress.contains("jpls") ? "MONOCHROME1" : "MONOCHROME2"))
            .object();
    Path original = file(film);
    Path compressed = folder.resolve("compressed.dcm");
    List<String> command = new ArrayList<>(List.of(compress.split(" ")));
    command.addAll(List.of(original.toString(), compressed.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    assertDecoded(Files.readAllBytes(compressed), film);
  }

  @Test
  void aFilmThatArrivesInJpeg2000IsDecodedToItsStoredValues() throws Exception {
    DicomObject film = TestFilm.ofSeed(410).object();
    assertDecoded(converted(CODEC.write(film), "--j2k"), film);
  }

  /**
   * A file in another transfer syntax, converted outside of Orthanc: GDCM's writer takes more stack
   * than the HTTP threads of Debian's Orthanc have, and would end the server.
   */
  private static byte[] converted(byte[] file, String option) throws Exception {
    Path before = Files.write(folder.resolve("before.dcm"), file);
    Path after = folder.resolve("after.dcm");
    Process convert =
        new ProcessBuilder("gdcmconv", option, before.toString(), after.toString())
            .inheritIO()
            .start();
    assertEquals(0, convert.waitFor());
    return Files.readAllBytes(after);
  }

  private static void assertDecoded(byte[] compressed, DicomObject film) throws Exception {
    DicomObject read = CODEC.read(compressed);
    assertTrue(read.transferSyntax().isEncapsulated());
    String id = archive.server().client().store(compressed).id();
    Radiograph decoded =
        Radiograph.of(read, PamImage.read(archive.server().client().decoded(id, false)));
    assertArrayEquals(NativePixels.read(film).values(), decoded.pixels().values());
  }
}
