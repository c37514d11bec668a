// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;

/**
 * The page with studies whose films are not, or no longer, what their results were made of: damaged
 * ones, and ones that were sent again with other content. No worker runs that would clean up.
 */
class ResultsOfOtherFilmsInBrowserTest {

  private static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

  @TempDir private static Path folder;

  private static Pacs pacs;
  private static Browser browser;

  @BeforeAll
  static void anOrthancWithoutAWorkerAndABrowserRun() throws Exception {
    ServerSettings settings = Pacs.settings(folder.resolve("orthanc"));
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Worker", Json.createObjectBuilder().add("Enabled", false))
            .build();
    pacs = Pacs.start(settings.withSection("Prism", prism));
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
  }

  @AfterAll
  static void close() {
    browser.close();
    pacs.close();
  }

  @AfterEach
  void orthancGoesOn() {
    assertTrue(pacs.server().isAlive());
  }

  private static void post(DicomObject object) throws Exception {
    pacs.post(new Part10Codec().write(object));
  }

  private static void postResults(Iterable<DicomObject> made) throws Exception {
    for (DicomObject object : made) {
      post(object);
    }
  }

  /** Of what was asked for, what had Orthanc decode an instance. */
  @SuppressWarnings("unchecked")
  private static List<String> decoded(String instance) {
    return (List<String>)
        browser.run(
            "return performance.getEntriesByType('resource').map(one => one.name)"
                + ".filter(one => /\\/instances\\/"
                + instance
                + "\\/(image|preview|rendered|frames|numpy|matlab)/.test(one));");
  }

  /** A header of a lossless JPEG of 65500 x 65500. */
  private static byte[] jpeg() {
    ByteBuffer jpeg = ByteBuffer.allocate(28);
    jpeg.putInt(0xFFD8FFC3).putShort((short) 11).put((byte) 12);
    jpeg.putShort((short) 65_500).putShort((short) 65_500).put((byte) 1);
    jpeg.put((byte) 1).put((byte) 0x11).put((byte) 0);
    jpeg.putShort((short) 0xFFDA).putShort((short) 8).put((byte) 1).put((byte) 1).put((byte) 0);
    jpeg.put((byte) 1).put((byte) 0).put((byte) 0).put((byte) 42).putShort((short) 0xFFD9);
    return jpeg.array();
  }

  /** A header of a JPEG 2000 of 20000 x 20000. */
  private static byte[] jpeg2000() {
    ByteBuffer jpeg2000 = ByteBuffer.allocate(72);
    jpeg2000.putInt(0xFF4FFF51).putShort((short) 41).putShort((short) 0);
    jpeg2000.putInt(20_000).putInt(20_000).putLong(0).putInt(20_000).putInt(20_000).putLong(0);
    jpeg2000.putShort((short) 1).put((byte) 11).putShort((short) 0x0101);
    jpeg2000.putInt(0xFF90000A).putShort((short) 0).putInt(0).putShort((short) 1);
    jpeg2000.putShort((short) 0xFF93).putInt(0).putShort((short) 0xFFD9);
    return jpeg2000.array();
  }

  @Test
  void aDamagedFilmIsSaidToBeDamagedAndOrthancIsNeverAskedForItsPixels() throws Exception {
    TestFilm whole = TestFilm.ofSeed(930);
    TestFilm other = TestFilm.ofSeed(931);
    assertDamagedFilmIsNotDecoded(whole, whole.compressed(JPEG_LOSSLESS, jpeg()));
    assertDamagedFilmIsNotDecoded(other, other.compressed(JPEG_2000, jpeg2000()));
  }

  private static void assertDamagedFilmIsNotDecoded(TestFilm whole, TestFilm damaged)
      throws Exception {
    pacs.post(damaged.bytes());
    // As if a decoder of earlier days had made something of it.
    postResults(MadeResults.of(damaged.object(), NativePixels.read(whole.object())).values());
    browser.open("study/" + pacs.studyId(damaged.studyInstanceUid()));
    browser.awaitText("This film can’t be shown: ");
    assertTrue(browser.text().contains("the codestream has"), browser.text());
    assertEquals(0, browser.count(".pane canvas"));
    String instance = Pacs.instance(pacs.server(), damaged.sopInstanceUid());
    assertEquals(List.of(), decoded(instance));
    browser.open("generate/" + pacs.studyId(damaged.studyInstanceUid()));
    browser.element(".request");
    assertEquals(List.of(), decoded(instance));
  }

  @Test
  void whatWasMadeOfAnEarlierContentOfAFilmIsShownApartAndBesideNoFilm() throws Exception {
    TestFilm before = TestFilm.ofSeed(932);
    TestFilm now = before.with(film -> film.set(Tag.IMAGE_LATERALITY, "R"));
    post(now.object());
    postResults(MadeResults.of(before.object()).values());
    String study = pacs.studyId(now.studyInstanceUid());
    browser.open("study/" + study);
    browser.awaitText("Outdated results");
    browser.awaitText("There are no counterfactuals in this study.");
    assertEquals(1, browser.count(".outdated li"));
    assertEquals(0, browser.count(".pane canvas"));

    postResults(MadeResults.of(now.object()).values());
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    assertEquals(1, browser.count(".choices input"), "only what was made of the film as it is");
    assertEquals(1, browser.count(".outdated li"));
    browser.assertAccessible("outdated results");
    browser.picture("outdated");
    browser.assertNoConsoleError();
  }
}
