// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;
import org.orthancprism.dicom.version.FilmVersion;

class ContourPresentationStateTest {
  private static final EditDescription ADD_EDEMA =
      new EditDescription(
          EditIdentity.of("add-edema"),
          "Edema",
          new CodedConcept("40829002", "SCT", "Acute edema of lung"),
          EditDescription.Change.ADDED,
          "image-conditioned",
          "",
          "",
          1,
          1,
          1,
          Optional.empty());

  @TempDir private Path folder;

  private static DicomObject state(Radiograph film) {
    return ContourPresentationState.of(
        film,
        List.of(
            EditContours.of(Films.edit(film, Films.REMOVE_EFFUSION)),
            EditContours.of(Films.edit(film, ADD_EDEMA))),
        Films.origin());
  }

  private static Dataset state(DatasetBuilder film) {
    return state(Films.radiograph(film.build())).dataset();
  }

  @Test
  void everyEditHasALayerOfItsOwnThatSaysWhatWasDone() {
    Dataset state = state(Films.computed(200, 160, 12, false));
    List<Dataset> layers = state.items(Tag.GRAPHIC_LAYER_SEQUENCE);
    assertEquals(
        List.of("Pleural effusion removed (synthetic)", "Edema added (synthetic)"),
        layers.stream()
            .map(layer -> layer.string(Tag.GRAPHIC_LAYER_DESCRIPTION).orElse(""))
            .toList());
    assertEquals(
        layers.stream().map(layer -> layer.string(Tag.GRAPHIC_LAYER)).toList(),
        state.items(Tag.GRAPHIC_ANNOTATION_SEQUENCE).stream()
            .map(annotation -> annotation.string(Tag.GRAPHIC_LAYER))
            .toList());
  }

  @Test
  void theContourLiesAroundTheChangedPixels() {
    Dataset state = state(Films.computed(210, 160, 12, false));
    Dataset drawn =
        state
            .items(Tag.GRAPHIC_ANNOTATION_SEQUENCE)
            .get(0)
            .items(Tag.GRAPHIC_OBJECT_SEQUENCE)
            .get(0);
    List<Double> points = drawn.decimals(Tag.GRAPHIC_DATA);
    assertEquals(2 * drawn.integer(Tag.NUMBER_OF_GRAPHIC_POINTS).orElseThrow(), points.size());
    assertEquals(points.subList(0, 2), points.subList(points.size() - 2, points.size()));
    for (int i = 1; i < points.size(); i += 2) {
      assertTrue(points.get(i) >= 68 && points.get(i) <= 142, "the middle third, not " + points);
    }
  }

  @Test
  void itRefersToTheFilmAloneInASeriesOfItsOwn() {
    Dataset state = state(Films.computed(200, 160, 12, false));
    Dataset series = state.items(Tag.REFERENCED_SERIES_SEQUENCE).get(0);
    assertEquals("1.2.3.5", series.string(Tag.SERIES_INSTANCE_UID).orElse(""));
    assertEquals(
        "1.2.3.4",
        series
            .items(Tag.REFERENCED_IMAGE_SEQUENCE)
            .get(0)
            .string(Tag.REFERENCED_SOP_INSTANCE_UID)
            .orElse(""));
    assertEquals(
        DerivedUid.presentationState(
            Films.ALGORITHM.packDigest(),
            List.of("add-edema", "remove-pleural-effusion"),
            FilmVersion.of(Films.computed(200, 160, 12, false).build())),
        state.string(Tag.SOP_INSTANCE_UID).orElse(""));
    assertTrue(OwnObject.of(state).isPresent());
  }

  /** DCMTK renders the film by itself and through the state, and both look the same. */
  @ParameterizedTest
  @ValueSource(strings = {"MONOCHROME1", "MONOCHROME2"})
  void throughItTheFilmLooksAsItDoesByItself(String photometric) {
    DicomObject film =
        DicomObject.of(
            Films.computed(200, 160, 12, false)
                .set(Tag.PHOTOMETRIC_INTERPRETATION, photometric)
                .set(Tag.WINDOW_CENTER, 2000)
                .set(Tag.WINDOW_WIDTH, 1500)
                .set(Tag.RESCALE_SLOPE, 2)
                .set(Tag.RESCALE_INTERCEPT, -700)
                .build());
    Path image = Tool.write(film, folder, "film.dcm");
    Path state = Tool.write(state(Films.radiograph(film)), folder, "state.dcm");
    Path through = folder.resolve("through.pgm");
    Path alone = folder.resolve("alone.pgm");
    run("dcmp2pgm", "-p", state.toString(), image.toString(), through.toString());
    run("dcm2pnm", "--write-raw-pnm", "+Wi", "1", image.toString(), alone.toString());
    byte[] one = pixels(alone);
    byte[] other = pixels(through);
    assertEquals(200 * 160, one.length);
    int differing = 0;
    for (int i = 0; i < one.length; i++) {
      differing += Math.abs((one[i] & 255) - (other[i] & 255)) > 1 ? 1 : 0;
    }
    assertEquals(0, differing);
  }

  @Test
  void dcmtkAcceptsItAndNoticesOneWithoutPresentationLut() {
    DicomObject sound = state(Films.radiograph(Films.digital(false)));
    Tool.Answer answer = Tool.run("dcmpschk", Tool.write(sound, folder, "sound.dcm").toString());
    assertTrue(answer.text().contains("Test passed"), answer.text());
    Dataset planted = sound.dataset().toBuilder().remove(Tag.PRESENTATION_LUT_SHAPE).build();
    Tool.Answer noticed =
        Tool.run("dcmpschk", Tool.write(DicomObject.of(planted), folder, "planted.dcm").toString());
    assertTrue(noticed.text().contains("presentationLUTShape"), noticed.text());
  }

  @Test
  void aFilmThatAnEditLeftAsItWasIsShownWithoutContours() {
    Radiograph film = Films.radiograph(Films.computed(64, 64, 12, false).build());
    FilmEdit nothing = new FilmEdit(film, film.pixels(), Films.REMOVE_EFFUSION);
    Dataset state =
        ContourPresentationState.of(film, List.of(EditContours.of(nothing)), Films.origin())
            .dataset();
    assertEquals(1, state.items(Tag.GRAPHIC_LAYER_SEQUENCE).size());
    assertTrue(state.items(Tag.GRAPHIC_ANNOTATION_SEQUENCE).isEmpty());
  }

  @Test
  void withoutAWindowItHasTheOneThatTheFilmIsReadWith() {
    Radiograph film = Films.radiograph(Films.computed(64, 64, 12, false).build());
    Dataset window = state(film).dataset().items(Tag.SOFTCOPY_VOILUT_SEQUENCE).get(0);
    Dataset windowed =
        film.dataset().toBuilder()
            .set(Tag.WINDOW_CENTER, window.decimal(Tag.WINDOW_CENTER).orElseThrow())
            .set(Tag.WINDOW_WIDTH, window.decimal(Tag.WINDOW_WIDTH).orElseThrow())
            .build();
    assertArrayEquals(film.luminance(), Films.radiograph(windowed).luminance(), 0.01f);
  }

  private static void run(String... command) {
    Tool.Answer answer = Tool.run(command);
    assertEquals(0, answer.status(), answer.text());
  }

  /** The pixels of a raw PGM, which stand at its end. */
  private static byte[] pixels(Path pgm) {
    byte[] file = Tool.bytes(pgm);
    return Arrays.copyOfRange(file, file.length - 200 * 160, file.length);
  }
}
