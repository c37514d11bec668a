// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.presence.OperatingPoint;
import org.orthancprism.models.presence.Presence;

/** From where the word of a tiny pack's classifier counts. */
class OperatingPointsTest {

  private static final Optional<FilmView> AP = Optional.of(FilmView.AP);
  private static final Optional<FilmView> PA = Optional.of(FilmView.PA);

  @TempDir private Path folder;

  @BeforeEach
  void writePack() {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
    TinyTowers.addClassifier(folder, "Edema", "Pleural Effusion", "Mass", "", "Hernia");
  }

  private PackManifest with(String points) throws Exception {
    Path file = folder.resolve("pack.json");
    String text = Files.readString(file);
    String range = "\"range\":[-1024,1024]";
    assertTrue(text.contains(range), text);
    Files.writeString(file, text.replace(range, range + ",\"operatingPoints\":" + points));
    try {
      return Pack.load(folder).manifest();
    } finally {
      Files.writeString(file, text);
    }
  }

  private static String point(String label, String view, double absent, double present) {
    return "{\"label\":\""
        + label
        + "\","
        + (view.isEmpty() ? "" : "\"view\":\"" + view + "\",")
        + "\"absentBelow\":"
        + absent
        + ",\"presentFrom\":"
        + present
        + "}";
  }

  @Test
  void aViewHasItsOwnPointAndEveryOtherThatOfAllViews() throws Exception {
    PackManifest manifest =
        with("[" + point("Effusion", "", 0.2, 0.6) + "," + point("Effusion", "AP", 0.3, 0.7) + "]");
    assertEquals(0.7, manifest.operatingPoint("pleural_effusion", AP).orElseThrow().presentFrom());
    assertEquals(0.6, manifest.operatingPoint("Pleural Effusion", PA).orElseThrow().presentFrom());
    assertEquals(
        0.2,
        manifest.operatingPoint("Pleural Effusion", Optional.empty()).orElseThrow().absentBelow());
  }

  @Test
  void aLabelWithoutAPointOrWithOneForAnotherViewIsToldAtOneHalf() throws Exception {
    PackManifest manifest = with("[" + point("Mass", "PA", 0.1, 0.2) + "]");
    assertEquals(0.5, manifest.operatingPoint("Mass", AP).orElseThrow().presentFrom());
    assertEquals(0.5, manifest.operatingPoint("Edema", PA).orElseThrow().absentBelow());
    assertTrue(manifest.operatingPoint("Fracture", PA).isEmpty());
    assertTrue(manifest.operatingPoint("", PA).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "0.199, ABSENT",
    "0.2, UNDECIDED",
    "0.599, UNDECIDED",
    "0.6, PRESENT",
    "1, PRESENT",
    "0, ABSENT"
  })
  void betweenTheTwoPointsTheClassifierDoesNotKnow(double probability, Presence presence) {
    OperatingPoint point = new OperatingPoint("Edema", Optional.empty(), 0.2, 0.6);
    assertEquals(presence, point.presence(probability));
  }

  private void assertRefused(String points, String part) {
    String reason = assertThrows(PackException.class, () -> with(points)).getMessage();
    assertTrue(reason.contains(part), reason);
  }

  @Test
  void pointsThatMeanNothingAreRefusedWithTheReason() {
    assertRefused("[" + point("Fracture", "", 0.2, 0.6) + "]", "does not have: Fracture");
    assertRefused("[" + point("Edema", "", 0.6, 0.2) + "]", "rise from 0 to 1");
    assertRefused("[" + point("Edema", "", -0.1, 0.2) + "]", "rise from 0 to 1");
    assertRefused("[" + point("Edema", "", 0.1, 1.2) + "]", "rise from 0 to 1");
    assertRefused("[" + point("Edema", "LL", 0.1, 0.2) + "]", "view must be AP or PA");
    assertRefused("[" + point("", "", 0.1, 0.2) + "]", "names a label");
    assertRefused("[{\"label\":\"Edema\",\"presentFrom\":1}]", "absentBelow must be a number");
    String twice = point("Edema", "AP", 0.1, 0.2) + "," + point("edema", "AP", 0.3, 0.4);
    assertRefused("[" + twice + "]", "two operating points");
    assertRefused("7", "operatingPoints must be a list");
  }
}
