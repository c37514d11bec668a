// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Names;
import org.orthancprism.dicom.testhelper.Tool;

/**
 * Films of every number of bits, sign and photometric interpretation, in every transfer syntax and
 * character set that pydicom and DCMTK can write, go through the whole mapping.
 */
class CorpusTest {
  private static final int SIDE = 64;

  private static final List<String> NATIVE_SYNTAXES =
      List.of(
          "1.2.840.10008.1.2",
          "1.2.840.10008.1.2.1",
          "1.2.840.10008.1.2.2",
          "1.2.840.10008.1.2.1.99");

  /** Writes each film with each name in each syntax into one file, each behind its length. */
  private static final String WRITE =
      """
      import io, sys, pydicom
      names, syntaxes, out = sys.argv[1], sys.argv[2].split(','), open(sys.argv[3], 'wb')
      lines = [line.split(',', 1) for line in open(names, encoding='utf-8').read().splitlines()]
      for source in sys.argv[4:]:
          dataset = pydicom.dcmread(source)
          little = dataset.PixelData
          swapped = bytearray(little)
          swapped[0::2], swapped[1::2] = little[1::2], little[0::2]
          dataset.decode()
          for syntax in syntaxes:
              dataset.is_little_endian = syntax != '1.2.840.10008.1.2.2'
              dataset.is_implicit_VR = syntax == '1.2.840.10008.1.2'
              dataset.file_meta.TransferSyntaxUID = syntax
              dataset.PixelData = little if dataset.is_little_endian else bytes(swapped)
              for terms, name in lines:
                  dataset.SpecificCharacterSet = terms.split('|')
                  dataset.PatientName = name
                  file = io.BytesIO()
                  pydicom.dcmwrite(file, dataset, write_like_original=False)
                  out.write(len(file.getvalue()).to_bytes(4, 'big') + file.getvalue())
      """;

  @TempDir private Path folder;

  private final Part10Codec codec = new Part10Codec();

  /** Every cell of pixels that a film can have. */
  private static List<Dataset> films() {
    List<Dataset> films = new ArrayList<>();
    for (boolean signed : new boolean[] {false, true}) {
      for (String photometric : List.of("MONOCHROME1", "MONOCHROME2")) {
        for (int bits = 8; bits <= 16; bits++) {
          films.add(
              film(Films.computed(SIDE, SIDE, bits, signed), bits, signed, photometric).build());
        }
        films.add(
            inBytes(film(Films.computed(SIDE, SIDE, 8, signed), 8, signed, photometric)).build());
      }
    }
    return films;
  }

  private static DatasetBuilder film(
      DatasetBuilder film, int bits, boolean signed, String photometric) {
    return film.set(Tag.PHOTOMETRIC_INTERPRETATION, photometric)
        .set(Tag.WINDOW_CENTER, signed ? 0 : 1 << (bits - 1))
        .set(Tag.WINDOW_WIDTH, 1 << bits);
  }

  /** The same 8 bits in 8 allocated. */
  private static DatasetBuilder inBytes(DatasetBuilder film) {
    byte[] words = film.build().bytes(Tag.PIXEL_DATA).orElseThrow();
    byte[] bytes = new byte[words.length / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = words[2 * i];
    }
    return film.set(Tag.BITS_ALLOCATED, 8).setBytes(Tag.PIXEL_DATA, Vr.OW, bytes);
  }

  @Test
  void everyCombinationThatPydicomWritesGoesThroughTheWholeMapping() throws Exception {
    List<Dataset> films = films();
    List<Path> arguments = new ArrayList<>();
    arguments.add(Files.writeString(folder.resolve("names"), String.join("\n", Names.WITH_TERMS)));
    arguments.add(Path.of(String.join(",", NATIVE_SYNTAXES)));
    arguments.add(folder.resolve("corpus"));
    for (int i = 0; i < films.size(); i++) {
      arguments.add(Tool.write(DicomObject.of(films.get(i)), folder, "film" + i));
    }
    Tool.Answer answer = Tool.python(WRITE, arguments.toArray(Path[]::new));
    assertEquals(0, answer.status(), answer.text());
    ByteBuffer corpus = ByteBuffer.wrap(Tool.bytes(folder.resolve("corpus")));
    for (Dataset film : films) {
      int[] values = Films.radiograph(film).pixels().values();
      for (String syntax : NATIVE_SYNTAXES) {
        for (String line : Names.WITH_TERMS) {
          byte[] file = new byte[corpus.getInt()];
          corpus.get(file);
          DicomObject read = codec.read(file);
          assertEquals(syntax, read.transferSyntax().uid());
          assertGoesThrough(read, values, Names.name(line));
        }
      }
    }
    assertFalse(corpus.hasRemaining());
  }

  @ParameterizedTest
  @CsvSource({"dcmcrle,dcmdrle", "dcmcjpeg +e1,dcmdjpeg", "dcmcjpls,dcmdjpls"})
  void everyFilmThatDcmtkCompressesWithoutLossGoesThroughTheWholeMapping(
      String compress, String decompress) throws DicomFormatException {
    for (Dataset film : films()) {
      Path original = Tool.write(DicomObject.of(film), folder, "original.dcm");
      Path compressed = folder.resolve("compressed.dcm");
      Tool.Answer answer = Tool.run((compress + " " + original + " " + compressed).split(" "));
      assertEquals(0, answer.status(), answer.text());
      DicomObject read = codec.read(Tool.bytes(compressed));
      assertTrue(read.transferSyntax().isEncapsulated());
      assertInstanceOf(Selection.Eligible.class, new FilmSelector().select(read.dataset()));
      // What Orthanc does in the plugin, DCMTK does here.
      Path rewritten = Tool.write(read, folder, "rewritten.dcm");
      Path decompressed = folder.resolve("decompressed.dcm");
      Tool.Answer back = Tool.run(decompress, rewritten.toString(), decompressed.toString());
      assertEquals(0, back.status(), back.text());
      int[] values = Films.radiograph(film).pixels().values();
      assertGoesThrough(codec.read(Tool.bytes(decompressed)), values, "Test^Film");
    }
  }

  /** Reads, selects, edits and writes the film, and reads the result. */
  private void assertGoesThrough(DicomObject film, int[] values, String name)
      throws DicomFormatException {
    assertEquals(name, film.dataset().string(Tag.PATIENT_NAME).orElse(""));
    assertInstanceOf(Selection.Eligible.class, new FilmSelector().select(film.dataset()));
    Radiograph source = Films.radiograph(film);
    assertArrayEquals(values, source.pixels().values());
    int[] edited = Films.edited(source).values();
    DicomObject written = Films.counterfactual(source);
    DicomObject result = codec.read(codec.write(written));
    assertEquals(name, result.dataset().string(Tag.PATIENT_NAME).orElse(""));
    int[] stored = Films.radiograph(result).pixels().values();
    assertArrayEquals(edited, stored);
    for (int i = 0; i < values.length / 3; i++) {
      assertEquals(values[i], stored[i]);
    }
  }
}
