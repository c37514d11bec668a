// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Bad input costs its own task, never the process: after each of these Orthanc and the same worker
 * are still there, and in the end a good film is worked on.
 */
@ExtendWith(SharedPacs.class)
class BadInputTest {

  private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

  @TempDir private Path folder;
  private long worker;

  @BeforeEach
  void rememberTheWorker(Pacs pacs) throws ServerException {
    worker = pacs.worker().pid();
  }

  @AfterEach
  void theSameWorkerGoesOn(Pacs pacs) throws ServerException {
    assertEquals(worker, pacs.worker().pid());
  }

  @AfterAll
  static void aGoodFilmIsStillWorkedOn(Pacs pacs, @TempDir Path films) throws Exception {
    TestFilm good = TestFilm.ofSeed(200);
    pacs.send(good.file(films));
    String study = pacs.studyId(good.studyInstanceUid());
    pacs.awaitDone(study);
    assertEquals(Checkout.COMPLETE, pacs.instances(study).size());
  }

  private static String failure(Pacs pacs, TestFilm bad) throws Exception {
    pacs.post(bad.bytes());
    String study = pacs.studyId(bad.studyInstanceUid());
    String reason = pacs.awaitFailure(study);
    assertEquals(1, pacs.instances(study).size(), "nothing is stored half");
    assertFalse(reason.contains("\n"), "the reason is one line: " + reason);
    assertTrue(reason.contains(bad.sopInstanceUid()), "the reason names the film: " + reason);
    assertTrue(
        pacs.server().logLines().stream().anyMatch(line -> line.contains(reason)),
        "the reason is in the log as well: " + reason);
    return reason;
  }

  @Test
  void aFileThatIsCutOffInItsPixelsIsRefusedByOrthanc(Pacs pacs) throws Exception {
    byte[] whole = TestFilm.ofSeed(201).bytes();
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    assertThrows(ServerException.class, () -> pacs.post(cut));
  }

  @Test
  void pixelDataThatAreTooShortFailTheTask(Pacs pacs) throws Exception {
    byte[] half = new byte[512 * 416];
    TestFilm film =
        TestFilm.ofSeed(202).with(builder -> builder.setBytes(Tag.PIXEL_DATA, Vr.OW, half));
    assertTrue(failure(pacs, film).toLowerCase().contains("pixel data"));
  }

  /** Orthanc ends where it is asked to decode them, so neither worker nor page asks. */
  @Test
  void compressedFilmsThatAreLargerThanTheySayFailTheTaskAndAreNotShown(Pacs pacs)
      throws Exception {
    byte[] jpeg = {
      -1,
      (byte) 0xD8,
      -1,
      (byte) 0xC3,
      0,
      11,
      12,
      -1,
      -36,
      -1,
      -36,
      1,
      1,
      0x11,
      0,
      -1,
      (byte) 0xDA,
      0,
      8,
      1,
      1,
      0,
      1,
      0,
      0,
      42,
      -1,
      (byte) 0xD9
    };
    ByteBuffer jpeg2000 = ByteBuffer.allocate(72);
    jpeg2000.putInt(0xFF4FFF51).putShort((short) 41).putShort((short) 0);
    jpeg2000.putInt(20_000).putInt(20_000).putLong(0).putInt(20_000).putInt(20_000).putLong(0);
    jpeg2000.putShort((short) 1).put((byte) 11).putShort((short) 0x0101);
    jpeg2000.putInt(0xFF90000A).putShort((short) 0).putInt(0).putShort((short) 1);
    jpeg2000.putShort((short) 0xFF93).putInt(0).putShort((short) 0xFFD9);
    for (TestFilm film :
        List.of(
            TestFilm.ofSeed(211).compressed("1.2.840.10008.1.2.4.70", jpeg),
            TestFilm.ofSeed(212).compressed("1.2.840.10008.1.2.4.90", jpeg2000.array()))) {
      String reason = failure(pacs, film);
      assertTrue(reason.contains("is damaged: the codestream has"), reason);
      String instance = Pacs.instance(pacs.server(), film.sopInstanceUid());
      JsonObject pixels =
          pacs.server().api().json("/prism/instances/" + instance + "/pixels").asJsonObject();
      assertFalse(pixels.getBoolean("decodable"), pixels::toString);
    }
  }

  @Test
  void aFilmWithoutPixelDataFailsTheTask(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(203).with(builder -> builder.remove(Tag.PIXEL_DATA));
    assertTrue(failure(pacs, film).toLowerCase().contains("pixel data"));
  }

  @Test
  void aFilmOfOnePixelFailsTheTask(Pacs pacs) throws Exception {
    TestFilm film =
        TestFilm.ofSeed(204)
            .with(
                builder ->
                    builder
                        .set(Tag.ROWS, 1)
                        .set(Tag.COLUMNS, 1)
                        .setBytes(Tag.PIXEL_DATA, Vr.OW, new byte[2]));
    assertTrue(failure(pacs, film).contains("1x1"));
  }

  @Test
  void aPaletteImageFailsTheTask(Pacs pacs) throws Exception {
    TestFilm film =
        TestFilm.ofSeed(205)
            .with(
                builder ->
                    builder
                        .set(Tag.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR")
                        .set(Tag.BITS_ALLOCATED, 8)
                        .set(Tag.BITS_STORED, 8)
                        .set(Tag.HIGH_BIT, 7)
                        .setBytes(Tag.PIXEL_DATA, Vr.OB, new byte[512 * 416]));
    assertTrue(failure(pacs, film).contains("PALETTE COLOR"));
  }

  @Test
  void aDamagedFilmBesideAGoodOneCostsItselfAlone(Pacs pacs) throws Exception {
    TestFilm good = TestFilm.ofSeed(208);
    TestFilm torn =
        good.with(
            builder ->
                builder
                    .set(Tag.SOP_INSTANCE_UID, good.sopInstanceUid() + ".2")
                    .setBytes(Tag.PIXEL_DATA, Vr.OW, new byte[512 * 416]));
    pacs.post(torn.bytes());
    pacs.post(good.bytes());
    String study = pacs.studyId(good.studyInstanceUid());
    JsonObject task = pacs.awaitDone(study);
    assertEquals(1, task.getInt("damaged"), task::toString);
    String reason = task.getString("reason");
    assertTrue(reason.startsWith("done, 1 film damaged: "), reason);
    assertTrue(reason.contains(torn.sopInstanceUid()), reason);
    byte[] state = pacs.server().api().get("/studies/" + study + "/metadata/5121");
    assertEquals("done, 1 film damaged", new String(state, StandardCharsets.US_ASCII));
    assertEquals(1 + Checkout.COMPLETE, pacs.instances(study).size());
  }

  @Test
  void aTransferSyntaxThatNobodyKnowsFailsTheTask(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(206);
    pacs.post(inTransferSyntax(film, "1.2.840.10008.1.9.9"));
    String study = pacs.studyId(film.studyInstanceUid());
    assertTrue(pacs.awaitFailure(study).contains("transfer syntax"));
    assertEquals(1, pacs.instances(study).size());
  }

  /** The file with another UID of the same length written over that of its transfer syntax. */
  private static byte[] inTransferSyntax(TestFilm film, String uid) {
    byte[] bytes = film.bytes();
    byte[] from = EXPLICIT_LITTLE_ENDIAN.getBytes(StandardCharsets.US_ASCII);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(EXPLICIT_LITTLE_ENDIAN);
    assertEquals(from.length, uid.length());
    ByteBuffer.wrap(bytes).put(at, uid.getBytes(StandardCharsets.US_ASCII));
    return bytes;
  }

  @Test
  void aStudyThatIsDeletedWhileItIsWorkedOnIsCancelledAndDoesNotComeBack(Pacs pacs)
      throws Exception {
    TestFilm film = TestFilm.large(207);
    pacs.send(film.file(folder));
    String study = pacs.studyId(film.studyInstanceUid());
    pacs.awaitTask(study, Pacs::isRunning);
    pacs.server().api().delete("/studies/" + study);
    JsonObject task = pacs.awaitTask(study, Pacs::hasEnded);
    assertEquals("cancelled", task.getString("state"), task::toString);
    assertEquals("study-deleted", task.getString("failure"), task::toString);
    assertEquals(List.of(), pacs.all("studies").stream().filter(study::equals).toList());
  }
}
