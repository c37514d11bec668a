// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.bench.BenchException;
import org.orthancprism.phantom.PhantomFinding;

class LabelledFilmsTest {

  private static final String TABLE =
      """
      file,source,original_name,licence,attribution,patient_id,view,age,sex,findings,\
      acquired_width,acquired_height,device_visible,device_read,note
      films/a.jpg,nih,a.png,"NIH: link, acknowledge",NIH; Wang,%s,AP,82,M,Mass|Nodule,\
      2500,2048,0,"two reads, 220 then 384 px",
      films/b.jpg,nih,b.png,"NIH: ""free\""",NIH,%s,PA,81,F,Effusion|Infiltration,2500,2048,1,,
      films/c.jpg,nih,c.png,NIH,NIH,%s,PA,81,F,No Finding,2500,2048,,,
      films/d.jpg,nih,d.png,NIH,NIH,%s,LL,81,F,,2500,2048,0,,
      """;

  @TempDir private Path folder;

  private static final String KEPT = kept(true);
  private static final String TRAINED = kept(false);

  private static String kept(boolean validation) {
    int number = 0;
    while (FilmSplit.isForValidation("nih-" + number) != validation) {
      number++;
    }
    return "nih-" + number;
  }

  private Path chestXray14() throws Exception {
    Files.writeString(folder.resolve("films.csv"), TABLE.formatted(KEPT, KEPT, KEPT, TRAINED));
    Files.writeString(
        folder.resolve("expert_labels.csv"),
        """
        file,Abnormal,Cardiomegaly,Effusion,Pneumothorax,Airspace opacity,Fracture
        films/a.jpg,,,,NO,YES,NO
        films/b.jpg,YES,NO,YES,,,
        """);
    return folder;
  }

  private static LabelledFilms read(boolean all, Path... folders) throws Exception {
    return LabelledFilms.read(List.of(folders), all, Integer.MAX_VALUE);
  }

  /** The rule of {@code models/training/films.py}, tried there in Python on the same ids. */
  @Test
  void onePatientInFourIsKeptFromTrainingByTheHashOfHisId() {
    assertTrue(FilmSplit.isForValidation("patient-0"));
    assertFalse(FilmSplit.isForValidation("patient-1"));
    long kept = 0;
    for (int i = 0; i < 4000; i++) {
      kept += FilmSplit.isForValidation("nih-" + i) ? 1 : 0;
    }
    assertEquals(1000, kept, 100);
  }

  @Test
  void viewDevicesAndFindingsAreReadFromATableWithQuotedCells() throws Exception {
    List<LabelledFilm> films = read(false, chestXray14()).films();
    assertEquals(
        List.of("films/a.jpg", "films/b.jpg", "films/c.jpg"),
        films.stream().map(LabelledFilm::id).toList());
    LabelledFilm first = films.get(0);
    assertEquals(View.AP, first.view());
    assertTrue(first.isFreeOfDevices());
    assertEquals(Optional.of(Set.of()), first.mined());
    LabelledFilm second = films.get(1);
    assertEquals(View.PA, second.view());
    assertTrue(second.showsDevices());
    assertEquals(
        Optional.of(Set.of(PhantomFinding.PLEURAL_EFFUSION, PhantomFinding.LUNG_OPACITY)),
        second.mined());
    LabelledFilm third = films.get(2);
    assertFalse(third.showsDevices());
    assertFalse(third.isFreeOfDevices());
  }

  @Test
  void radiologistsAreReadWhereTheyLookedAndBelievedBeforeReports() throws Exception {
    List<LabelledFilm> films = read(false, chestXray14()).films();
    assertEquals(
        Map.of(PhantomFinding.PNEUMOTHORAX, false, PhantomFinding.LUNG_OPACITY, true),
        films.get(0).read());
    assertFalse(films.get(0).lacks(PhantomFinding.LUNG_OPACITY));
    assertTrue(films.get(0).lacks(PhantomFinding.PLEURAL_EFFUSION));
    assertTrue(films.get(1).lacks(PhantomFinding.CARDIOMEGALY));
    assertFalse(films.get(1).lacks(PhantomFinding.LUNG_OPACITY));
  }

  @Test
  void everyPatientCountsWhereNothingWasTrainedOnTheFolder() throws Exception {
    LabelledFilms films = read(true, chestXray14());
    assertEquals(4, films.films().size());
    assertEquals(View.OTHER, films.films().get(3).view());
    assertEquals(Optional.empty(), films.films().get(3).mined());
  }

  @Test
  void bothFormsMakeOneRunAndOnlyFilmsWithALabelOfDevicesCountInTheOlder() throws Exception {
    Path hannover = Files.createDirectories(folder.resolve("hannover"));
    Files.writeString(
        hannover.resolve("device_labels.csv"),
        """
        image_id,patient_id,projection,modality,device_visible,note
        bare,%1$s,ap,DX,0,
        unknown,%1$s,ap,CR,?,
        """
            .formatted(KEPT));
    LabelledFilms films = read(false, chestXray14(), hannover);
    assertEquals(4, films.films().size());
    assertEquals(hannover.resolve("bare.png"), films.films().get(3).file());
  }

  @Test
  void picturesOfAnotherKindAreNoFilms() throws Exception {
    Path others = Files.createDirectories(folder.resolve("not-chest"));
    Files.writeString(
        others.resolve("films.csv"),
        "file,kind,patient_id\nknee.jpg,knee,%s\nchild.jpg,child-chest,%s\n"
            .formatted(KEPT, TRAINED));
    LabelledFilms films = read(false, chestXray14(), others);
    assertEquals(3, films.films().size());
    assertEquals(
        List.of(new OtherPicture(KEPT, "knee", others.resolve("knee.jpg"))), films.others());
    assertEquals(2, read(true, others).others().size());
  }

  @Test
  void aSelectionGivesNoMoreThanTheMostAndSpreadsThem() throws Exception {
    LabelledFilms films = LabelledFilms.read(List.of(chestXray14()), true, 2);
    assertEquals(
        List.of("films/a.jpg", "films/c.jpg"),
        films.where(film -> true).stream().map(LabelledFilm::id).toList());
    assertEquals(1, films.where(LabelledFilm::showsDevices).size());
  }

  @Test
  void aGreyJpegIsRead() throws Exception {
    BufferedImage picture = new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 24 * 16; i++) {
      picture.getRaster().setSample(i % 24, i / 24, 0, 153);
    }
    Files.createDirectories(folder.resolve("films"));
    ImageIO.write(picture, "jpg", folder.resolve("films/a.jpg").toFile());
    LabelledFilm film = read(false, chestXray14()).films().get(0);
    assertEquals(16, film.film().rows());
    assertEquals(24, film.film().columns());
    assertEquals(0.6, film.film().at(8, 8), 0.01);
    LabelledFilm missing = read(false, chestXray14()).films().get(1);
    String reason = assertThrows(BenchException.class, missing::film).getMessage();
    assertTrue(reason.contains("b.jpg"), reason);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    String none = assertThrows(BenchException.class, () -> read(false, folder)).getMessage();
    assertTrue(none.contains("films.csv") && none.contains("device_labels.csv"), none);
    Files.writeString(folder.resolve("films.csv"), "file,patient_id,view,findings\n");
    String column = assertThrows(BenchException.class, () -> read(false, folder)).getMessage();
    assertTrue(column.contains("device_visible"), column);
    Files.writeString(
        folder.resolve("films.csv"),
        "file,patient_id,view,device_visible,findings\na.jpg," + TRAINED + ",AP,1,\n");
    String trained = assertThrows(BenchException.class, () -> read(false, folder)).getMessage();
    assertTrue(trained.contains("--all"), trained);
    Files.writeString(
        folder.resolve("films.csv"),
        "file,patient_id,view,device_visible,findings\na.jpg,,AP,1,\n");
    String patient = assertThrows(BenchException.class, () -> read(false, folder)).getMessage();
    assertTrue(patient.contains("patient_id"), patient);
  }
}
