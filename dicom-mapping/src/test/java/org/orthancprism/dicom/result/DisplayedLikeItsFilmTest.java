// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.PixelArea;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.PixelPadding;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.testhelper.Dcmtk;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.OddFilm;
import org.orthancprism.dicom.testhelper.OddFilms;
import org.orthancprism.dicom.testhelper.Tool;

/**
 * DCMTK and pydicom show what is made of a film like the film where nothing was changed: as the
 * headers say, and from the least to the greatest value.
 */
class DisplayedLikeItsFilmTest {
  private static final int PIXELS = OddFilms.ROWS * OddFilms.COLUMNS;

  /**
   * What is kept as the film has it, so that every viewer does with the results what it does with
   * the film, and an attribute that is younger than the validator.
   */
  private static final List<String> KEPT =
      List.of(
          "(0008,001c)",
          "Unrecognized enumerated value = <INVERSE>",
          "ModalityLUTSequence",
          "LUT Descriptor number of bits = 16 but maximum LUT Data value is 0xfff");

  /** Shown by its window or table, or from least to greatest; and from least to greatest. */
  private static final String PYDICOM =
      """
      import sys, numpy, pydicom
      from pydicom.pixel_data_handlers import util
      def range_of(values):
          values = values.astype('f8')
          low, high = values.min(), values.max()
          return (values - low) / (high - low if high > low else 1)
      def stated(dataset, modality):
          width = dataset.get('WindowWidth')
          width = width[0] if isinstance(width, pydicom.multival.MultiValue) else width
          if width and (width > 1 or dataset.get('VOILUTFunction', 'LINEAR') != 'LINEAR'):
              signed, bits = dataset.PixelRepresentation, dataset.BitsStored
              low = -(1 << (bits - 1)) if signed else 0
              high = low + (1 << bits) - 1
              if 'ModalityLUTSequence' in dataset:
                  low, high = 0, (1 << dataset.ModalityLUTSequence[0].LUTDescriptor[2]) - 1
              elif 'RescaleSlope' in dataset and 'RescaleIntercept' in dataset:
                  slope, intercept = float(dataset.RescaleSlope), float(dataset.RescaleIntercept)
                  low, high = low * slope + intercept, high * slope + intercept
              return (util.apply_windowing(modality, dataset) - low) / (high - low)
          if 'VOILUTSequence' in dataset:
              item = dataset.VOILUTSequence[0]
              count, first, bits = item.LUTDescriptor
              if bits == 8:  # pydicom counts the entries of such a table in 8 bits
                  width = 'u1' if len(item.LUTData) == count else '<u2'
                  entries = numpy.frombuffer(item.LUTData, width).astype('<u2')
                  item.LUTData, bits = (257 * entries).astype('<u2').tobytes(), 16
                  item.LUTDescriptor = [count, first, bits]
              table = util.apply_voi(numpy.round(modality).astype('i4'), dataset)
              return table / ((1 << bits) - 1.0)
          return range_of(modality)
      for file in sys.argv[1:]:
          dataset = pydicom.dcmread(file)
          pixels = dataset.pixel_array.astype('i4')
          for item in dataset.get('ModalityLUTSequence', []):
              item.LUTDescriptor = item.LUTDescriptor[:2] + [16]
          modality = util.apply_modality_lut(pixels, dataset)
          inverse = dataset.get('PresentationLUTShape') == 'INVERSE'
          inverse = inverse or dataset.PhotometricInterpretation == 'MONOCHROME1'
          for way, share in ('stated', stated(dataset, modality)), ('range', range_of(modality)):
              shown = 255 * (1 - share if inverse else share)
              shown.astype('<f8').tofile(file + '.' + way)
      """;

  @TempDir private Path folder;

  static Stream<OddFilm> films() {
    return OddFilms.all().stream();
  }

  /** A film, what is made of it without a change, and where letters are. */
  private record Made(
      OddFilm odd,
      Radiograph film,
      DicomObject image,
      DicomObject flicker,
      DicomObject difference,
      DicomObject state,
      IntPredicate labelled,
      IntPredicate legend) {

    static Made of(OddFilm odd) {
      Radiograph film = Films.radiograph(odd.film());
      FilmEdit edit = new FilmEdit(film, film.pixels(), Films.REMOVE_EFFUSION);
      Optional<SyntheticLabel> label = SyntheticLabel.of(edit);
      DicomObject image = CounterfactualImage.of(edit, label, Films.origin());
      return new Made(
          odd,
          film,
          image,
          FlickerImage.of(edit, image.dataset(), label, Films.origin()),
          DifferenceImage.of(edit, image.dataset(), true, Films.origin()),
          ContourPresentationState.of(film, List.of(EditContours.of(edit)), Films.origin()),
          within(label.orElseThrow().area()),
          ChangeLegend.of(edit, true, 0.05)
              .map(legend -> within(legend.area()))
              .orElse(pixel -> false));
    }

    private static IntPredicate within(PixelArea area) {
      return pixel -> area.contains(pixel / OddFilms.COLUMNS, pixel % OddFilms.COLUMNS);
    }
  }

  private Path written(Dataset dataset, String name) {
    return Tool.write(DicomObject.of(dataset), folder, name + ".dcm");
  }

  private static void assertAlike(double[] film, double[] other, IntPredicate except, String what) {
    double worst = 0;
    int at = 0;
    for (int i = 0; i < PIXELS; i++) {
      if (!except.test(i) && !(Math.abs(film[i] - other[i]) <= worst)) {
        worst = Math.abs(film[i] - other[i]);
        at = i;
      }
    }
    assertTrue(
        worst <= 1.01, what + ": pixel " + at + " is " + other[at] + ", in the film " + film[at]);
  }

  private double[] shown(Dataset image, String name, List<String> options, int frame) {
    int[] values = Dcmtk.rendered(written(image, name), options, frame, PIXELS);
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  static Stream<OddFilm> filmsThatDcmtkShows() {
    return films().filter(each -> each.kind() != OddFilm.Kind.FRACTIONS);
  }

  @ParameterizedTest
  @MethodSource("filmsThatDcmtkShows")
  void dcmtkShowsEveryResultLikeTheFilm(OddFilm odd) {
    Made made = Made.of(odd);
    Dataset film = odd.readable();
    Dataset image = made.image().dataset();
    Dataset flicker = made.flicker().dataset();
    double[] stated = shown(film, "film", Dcmtk.asStated(film), 1);
    double[] range = shown(film, "film", Dcmtk.leastToGreatest(), 1);
    assertAlike(
        stated, shown(image, "image", Dcmtk.asStated(image), 1), made.labelled(), "counterfactual");
    assertAlike(
        range,
        shown(image, "image", Dcmtk.leastToGreatest(), 1),
        made.labelled(),
        "counterfactual from least to greatest");
    assertAlike(
        stated, shown(flicker, "flicker", Dcmtk.asStated(flicker), 1), no -> false, "frame 1");
    assertAlike(
        stated, shown(flicker, "flicker", Dcmtk.asStated(flicker), 2), made.labelled(), "frame 2");
    assertAlike(
        range,
        shown(flicker, "flicker", Dcmtk.leastToGreatest(), 2),
        made.labelled(),
        "frame 2 from least to greatest");
    int[] under =
        Dcmtk.renderedUnder(
            written(made.state().dataset(), "state"), written(film, "film"), PIXELS);
    assertAlike(
        stated,
        Arrays.stream(under).asDoubleStream().toArray(),
        no -> false,
        "the film under its state");
    assertIsGrey(
        odd.kind() == OddFilm.Kind.PLAIN
            ? stated
            : shown(odd.meant(), "meant", Dcmtk.asStated(odd.meant()), 1),
        made);
  }

  /** The difference without a change is the film in grey; its padding is black. */
  private void assertIsGrey(double[] film, Made made) {
    Path file = Tool.write(made.difference(), folder, "difference.dcm");
    int[] difference = Dcmtk.rendered(file, List.of(), 1, 3 * PIXELS);
    Optional<PixelPadding> padding = made.film().padding();
    IntPredicate padded =
        pixel -> {
          int value = made.film().pixels().value(pixel);
          return padding.isPresent()
              && value >= padding.get().first()
              && value <= padding.get().last();
        };
    for (int channel = 0; channel < 3; channel++) {
      double[] grey = new double[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        grey[i] = difference[3 * i + channel];
      }
      assertAlike(film, grey, made.legend().or(padded), "channel " + channel + " of the change");
    }
  }

  @Test
  void pydicomComputesEveryResultLikeTheFilm() {
    List<Path> files = new ArrayList<>();
    List<Made> all = films().map(Made::of).toList();
    for (int i = 0; i < all.size(); i++) {
      files.add(written(all.get(i).odd().readable(), i + "-film"));
      files.add(written(all.get(i).image().dataset(), i + "-image"));
      files.add(written(all.get(i).flicker().dataset(), i + "-flicker"));
    }
    Tool.Answer answer = Tool.python(PYDICOM, files.toArray(Path[]::new));
    assertEquals(0, answer.status(), answer.text());
    for (int i = 0; i < all.size(); i++) {
      Made made = all.get(i);
      for (String way : List.of("stated", "range")) {
        double[] film = computed(files.get(3 * i), way);
        String what = made.odd() + ", " + way;
        assertAlike(film, computed(files.get(3 * i + 1), way), made.labelled(), what);
        assertAlike(film, computed(files.get(3 * i + 2), way), made.labelled(), what + ", flicker");
      }
    }
  }

  /** Of several frames the last. */
  private static double[] computed(Path file, String way) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Tool.bytes(Path.of(file + "." + way))).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.capacity() - Double.BYTES * PIXELS);
    double[] values = new double[PIXELS];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @MethodSource("films")
  void everyResultIsValid(OddFilm odd) {
    Made made = Made.of(odd);
    for (DicomObject object : List.of(made.image(), made.flicker(), made.state())) {
      Tool.Answer answer =
          Tool.run("dciodvfy", "-new", Tool.write(object, folder, "result.dcm").toString());
      assertEquals(
          List.of(),
          answer.linesWith("Error").stream()
              .filter(line -> KEPT.stream().noneMatch(line::contains))
              .toList(),
          answer.text());
    }
  }
}
