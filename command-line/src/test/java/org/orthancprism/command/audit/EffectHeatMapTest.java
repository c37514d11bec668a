// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;

class EffectHeatMapTest {

  private static final int INK = 0x202020;

  private static final List<String> FINDINGS =
      List.of(
          "No Finding",
          "Enlarged Cardiomediastinum",
          "Cardiomegaly",
          "Lung Opacity",
          "Lung Lesion",
          "Edema",
          "Consolidation",
          "Pneumonia",
          "Atelectasis",
          "Pneumothorax",
          "Pleural Effusion",
          "Pleural Other",
          "Fracture",
          "Support Devices");

  private static final AuditSource SOURCE =
      new AuditSource("phantom-latent", "0.1.0", "1f0e".repeat(16), "direct", 0);

  @TempDir private Path folder;

  /** An edit that changes some findings by these amounts on every film, and no other. */
  private static List<FilmEffect> films(String edit, Map<String, Double> changes) {
    Random random = new Random(1);
    List<FilmEffect> films = new ArrayList<>();
    for (int film = 0; film < 12; film++) {
      Map<String, Double> before = new LinkedHashMap<>();
      Map<String, Double> after = new LinkedHashMap<>();
      double unrest = 0.01 * random.nextGaussian();
      for (String finding : FINDINGS) {
        before.put(finding, 0.5);
        after.put(finding, 0.5 + changes.getOrDefault(finding, 0.0) + unrest);
      }
      films.add(new FilmEffect("film-" + film, edit, before, after));
    }
    return films;
  }

  private BufferedImage picture(String edit, Map<String, Double> changes) throws Exception {
    return picture(films(edit, changes));
  }

  private BufferedImage picture(List<FilmEffect> films) throws Exception {
    Path png = folder.resolve("effects.png");
    EffectMatrix matrix = EffectMatrix.of(films, AuditSettings.DEFAULT);
    new EffectHeatMap("pack", matrix, SOURCE).write(png);
    return ImageIO.read(png.toFile());
  }

  private static long ink(BufferedImage picture) {
    int width = picture.getWidth();
    int[] all = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    return Arrays.stream(all).filter(pixel -> (pixel & 0xFFFFFF) == INK).count();
  }

  private static boolean has(BufferedImage picture, double change, double bound) {
    int rgb = ((Color) new ChangeScale(bound).getPaint(change)).getRGB();
    int width = picture.getWidth();
    int[] all = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    return Arrays.stream(all).filter(pixel -> pixel == rgb).count() > 5_000;
  }

  @Test
  void everyFindingHasItsColumnAtTwiceTheResolutionOfAScreen() throws Exception {
    BufferedImage picture = picture("remove-edema", Map.of());
    assertTrue(picture.getWidth() > 2 * 14 * 100, "width " + picture.getWidth());
  }

  @Test
  void theEditsOwnFindingIsOutlined() throws Exception {
    long known = ink(picture("remove-edema", Map.of()));
    long unknown = ink(picture("remove-oedema", Map.of()));
    assertTrue(known > unknown + 500, known + " of ink with and " + unknown + " without outline");
  }

  @Test
  void anUnintendedEffectHasAMarkedCorner() throws Exception {
    long unmarked = ink(picture("remove-edema", Map.of("Fracture", 0.03)));
    long marked = ink(picture("remove-edema", Map.of("Fracture", 0.3)));
    assertTrue(marked > unmarked + 500, marked + " of ink with and " + unmarked + " without mark");
  }

  @Test
  void ofTooFewPatientsNothingIsMarked() throws Exception {
    List<FilmEffect> films = films("remove-oedema", Map.of("Fracture", 0.3));
    long marked = ink(picture(films));
    List<FilmEffect> ofFive = new ArrayList<>();
    films.forEach(film -> ofFive.add(film.ofPatient("patient " + ofFive.size() % 5)));
    long unmarked = ink(picture(ofFive));
    assertTrue(marked > unmarked + 500, marked + " of ink with and " + unmarked + " without mark");
  }

  @Test
  void fallsAreBlueAndRisesRedAndEquallyStrong() throws Exception {
    double unrest =
        EffectMatrix.of(films("remove-edema", Map.of()), AuditSettings.DEFAULT)
            .edits()
            .get(0)
            .effects()
            .get(0)
            .change();
    BufferedImage picture = picture("remove-edema", Map.of("Edema", -0.3, "Fracture", 0.35));
    assertTrue(has(picture, -0.3 + unrest, 0.4));
    assertTrue(has(picture, 0.35 + unrest, 0.4));
  }

  @Test
  void theScaleIsCentredAtZeroAndHoldsTheGreatestChange() {
    EffectMatrix matrix =
        EffectMatrix.of(films("remove-edema", Map.of("Edema", -0.33)), AuditSettings.DEFAULT);
    ChangeScale scale = ChangeScale.of(matrix);
    assertEquals(0.4, scale.getUpperBound(), 1e-12);
    assertEquals(-0.4, scale.getLowerBound(), 1e-12);
  }

  @Test
  void aLongNameIsBrokenAtItsSpaces() {
    assertEquals(
        List.of("Enlarged", "Cardiomediastinum"),
        ColumnName.lines("Enlarged_Cardiomediastinum", 14).lines());
    assertEquals(List.of("Lung Opacity"), ColumnName.lines("Lung Opacity", 14).lines());
  }
}
