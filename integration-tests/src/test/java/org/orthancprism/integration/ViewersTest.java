// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.command.server.Await;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;

/**
 * Orthanc itself and Debian's viewer for it show every kind of image that is made; what they show
 * is kept under {@code target/viewers}.
 */
class ViewersTest {
  private static final Path PICTURES = Path.of("target", "viewers");

  /** Darker or brighter by more than this counts as seen. */
  private static final int SEEN = 40;

  @TempDir private static Path folder;

  private static Archive archive;
  private static Browser browser;

  /** Orthanc's identifiers of the film and of what was made of it, by kind. */
  private static final Map<String, String> INSTANCES = new LinkedHashMap<>();

  @BeforeAll
  static void filmAndResultsAreInAnArchiveWithAViewer() throws Exception {
    Files.createDirectories(PICTURES);
    archive = Archive.withViewer(Files.createDirectory(folder.resolve("archive")));
    DicomObject film = TestFilm.large(420).object();
    store("film", film);
    for (Map.Entry<String, DicomObject> made : MadeResults.of(film).entrySet()) {
      store(made.getKey(), made.getValue());
    }
    browser = Browser.start(archive.server().address(), folder.resolve("profile"));
  }

  private static void store(String kind, DicomObject object) throws Exception {
    INSTANCES.put(kind, archive.server().client().store(new Part10Codec().write(object)).id());
  }

  @AfterAll
  static void close() {
    browser.close();
    archive.close();
  }

  static Stream<String> images() {
    return Stream.concat(Stream.of("film"), MadeResults.IMAGES.stream());
  }

  @ParameterizedTest
  @MethodSource("images")
  void orthancRendersIt(String kind) throws Exception {
    BufferedImage preview = preview(kind);
    assertEquals(1300, preview.getWidth());
    assertEquals(1600, preview.getHeight());
    assertTrue(contrast(preview) > 100, kind + " is nearly uniform: " + contrast(preview));
  }

  /** The picture in which Orthanc shows an instance by itself, kept for people. */
  private static BufferedImage preview(String kind) throws Exception {
    byte[] png = archive.server().api().get("/instances/" + INSTANCES.get(kind) + "/preview");
    Files.write(PICTURES.resolve("preview-" + kind + ".png"), png);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void theCounterfactualLooksLikeItsFilmButForEditAndLabel() throws Exception {
    Raster film = preview("film").getRaster();
    Raster counterfactual = preview("counterfactual").getRaster();
    long different = 0;
    for (int y = 0; y < film.getHeight(); y++) {
      for (int x = 0; x < film.getWidth(); x++) {
        int change = counterfactual.getSample(x, y, 0) - film.getSample(x, y, 0);
        different += Math.abs(change) > SEEN ? 1 : 0;
      }
    }
    double share = different / (1300.0 * 1600);
    assertTrue(share > 0.01 && share < 0.15, "share of pixels that look different: " + share);
  }

  @Test
  void theDifferenceShowsDarkerInBlueAndBrighterInRed() throws Exception {
    BufferedImage difference = preview("difference");
    int darker = difference.getRGB((int) (0.3 * 1300), (int) (0.65 * 1600));
    int brighter = difference.getRGB((int) (0.72 * 1300), (int) (0.4 * 1600));
    assertTrue((darker & 255) > (darker >> 16 & 255) + 30, Integer.toHexString(darker));
    assertTrue((brighter >> 16 & 255) > (brighter & 255) + 30, Integer.toHexString(brighter));
  }

  @ParameterizedTest
  @MethodSource("images")
  void theWebViewerShowsItsSeries(String kind) throws Exception {
    browser.visit("/web-viewer/app/viewer.html?series=" + seriesOf(kind));
    browser.awaitText("Not for diagnostic purpose");
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> contrastOfCanvas() > 100),
        () -> kind + " is not shown: " + contrastOfCanvas());
    browser.picture("../viewers/web-viewer-" + kind);
  }

  /** Or else film and counterfactual would look otherwise than in their own series. */
  @Test
  void theWebViewerShowsTheFlickerImageThroughTheWholeRangeOfItsWindow() throws Exception {
    browser.visit("/web-viewer/app/viewer.html?series=" + seriesOf("flicker"));
    browser.awaitText("4096/2048");
  }

  private static String seriesOf(String kind) throws Exception {
    return archive
        .server()
        .api()
        .json("/instances/" + INSTANCES.get(kind))
        .asJsonObject()
        .getString("ParentSeries");
  }

  /** Largest less smallest brightness of what the viewer draws. */
  private static long contrastOfCanvas() {
    Object seen =
        browser.run(
            "const c = document.querySelector('canvas');"
                + "if (!c || !c.width) return -1;"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "let low = 255, high = 0;"
                + "for (let i = 0; i < d.length; i += 4) {"
                + "  low = Math.min(low, d[i + 1]); high = Math.max(high, d[i + 1]); }"
                + "return high - low;");
    return seen instanceof Long contrast ? contrast : -1;
  }

  private static int contrast(BufferedImage image) {
    int low = 255;
    int high = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int green = image.getRGB(x, y) >> 8 & 255;
        low = Math.min(low, green);
        high = Math.max(high, green);
      }
    }
    return high - low;
  }

  /** The planted fault: what has no pixels is shown by neither. */
  @Test
  void aReportIsNoPicture() throws Exception {
    browser.visit("/web-viewer/app/viewer.html?series=" + seriesOf("report"));
    browser.awaitText("Not for diagnostic purpose");
    assertEquals(
        415, archive.server().api().status("/instances/" + INSTANCES.get("report") + "/preview"));
    assertTrue(contrastOfCanvas() <= 0, "the viewer shows nothing");
  }
}
