// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Dump;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.SampleFilms;
import org.orthancprism.dicom.testhelper.Tool;

class Part10CodecTest {
  private static final Tag PRIVATE_CREATOR = new Tag(0x00090010);
  private static final Tag PRIVATE_VALUE = new Tag(0x00091001);

  private final Part10Codec codec = new Part10Codec();

  @TempDir private Path folder;

  /** A film with all that is hard: private tags, nested sequences, signed values, long tables. */
  private static DicomObject film() {
    Dataset inner = Dataset.builder().set(Tag.CODE_MEANING, "inner").build();
    Dataset outer = Dataset.builder().set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, inner).build();
    return DicomObject.of(
        Films.computed(70, 65, 12, true)
            .set(Tag.SOURCE_IMAGE_SEQUENCE, outer, Dataset.empty())
            .set(Tag.PIXEL_PADDING_VALUE, Vr.SS, -2000)
            .set(Tag.WINDOW_CENTER, 1.5, -20)
            .setBytes(Tag.DERIVATION_CODE_SEQUENCE, Vr.UN, new byte[0])
            .add(new Attribute.Text(PRIVATE_CREATOR, Vr.LO, List.of("PRISM TEST")))
            .setBytes(PRIVATE_VALUE, Vr.UN, new byte[] {1, 2, 3, 4})
            .remove(Tag.DERIVATION_CODE_SEQUENCE)
            .build());
  }

  static List<Path> sampleFilms() {
    return SampleFilms.all();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+te", "+ti", "+tb", "+td", "+te -e", "+ti -e", "+tb -e", "-F +ti"})
  void readsWhatDcmconvWritesInEverySyntax(String options) throws DicomFormatException {
    Path original = Tool.write(film(), folder, "original.dcm");
    Path converted = folder.resolve("converted.dcm");
    String[] command = ("dcmconv " + options + " " + original + " " + converted).split(" ");
    Tool.Answer answer = Tool.run(command);
    assertEquals(0, answer.status(), answer.text());
    DicomObject read = codec.read(Tool.bytes(converted));
    assertEquals(Dump.of(film().dataset()), Dump.of(read.dataset()));
  }

  @Test
  void readsItsOwnFilesBack() throws DicomFormatException {
    DicomObject read = codec.read(codec.write(film()));
    assertEquals(Dump.of(film().dataset()), Dump.of(read.dataset()));
    assertTrue(read.meta().string(Tag.IMPLEMENTATION_CLASS_UID).orElse("").startsWith("2.25."));
  }

  @ParameterizedTest
  @MethodSource("sampleFilms")
  void sampleFilmsSurviveARoundTrip(Path file) throws DicomFormatException {
    DicomObject first = codec.read(Tool.bytes(file));
    byte[] written = codec.write(first);
    DicomObject second = codec.read(written);
    assertEquals(Dump.of(first.dataset()), Dump.of(second.dataset()));
    assertArrayEquals(written, codec.write(second));
  }

  @ParameterizedTest
  @MethodSource("sampleFilms")
  void dcmftestTakesTheRewrittenFilmForAFile(Path file) throws DicomFormatException {
    Path copy = Tool.write(codec.read(Tool.bytes(file)), folder, "copy.dcm");
    assertTrue(Tool.run("dcmftest", copy.toString()).text().startsWith("yes"));
  }

  @Test
  void aFileWithoutPreambleIsRead() throws DicomFormatException {
    byte[] whole = codec.write(film());
    byte[] withoutPreamble = Arrays.copyOfRange(whole, 132, whole.length);
    assertEquals(Dump.of(film().dataset()), Dump.of(codec.read(withoutPreamble).dataset()));
  }

  @Test
  void noCutOfAFileIsTakenForAWholeFilm() {
    byte[] whole = codec.write(film());
    int cutsBeforePixelData = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertFalse(codec.read(cut).dataset().contains(Tag.PIXEL_DATA), "cut at " + length);
        cutsBeforePixelData++;
      } catch (DicomFormatException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
    assertTrue(cutsBeforePixelData < 100, "most cuts fall inside of an element");
  }

  @Test
  void pixelDataThatAreTooShortForRowsAndColumnsAreACutFile() {
    Dataset shortened =
        film().dataset().toBuilder()
            .setBytes(Tag.PIXEL_DATA, Vr.OW, new byte[70 * 65 * 2 - 2])
            .build();
    byte[] file = codec.write(DicomObject.of(shortened));
    DicomFormatException thrown = assertThrows(DicomFormatException.class, () -> codec.read(file));
    assertTrue(thrown.getMessage().contains("cut off"), thrown.getMessage());
  }

  @Test
  void compressedPixelDataStayTheFragmentsTheyAre() throws DicomFormatException {
    Path original = Tool.write(Films.digital(false), folder, "original.dcm");
    Path compressed = folder.resolve("compressed.dcm");
    Tool.Answer answer = Tool.run("dcmcrle", original.toString(), compressed.toString());
    assertEquals(0, answer.status(), answer.text());
    DicomObject read = codec.read(Tool.bytes(compressed));
    assertInstanceOf(Attribute.Fragments.class, read.dataset().get(Tag.PIXEL_DATA).orElseThrow());
    Path copy = Tool.write(read, folder, "copy.dcm");
    Path decompressed = folder.resolve("decompressed.dcm");
    assertEquals(0, Tool.run("dcmdrle", copy.toString(), decompressed.toString()).status());
    assertArrayEquals(
        Films.digital(false).dataset().bytes(Tag.PIXEL_DATA).orElseThrow(),
        codec.read(Tool.bytes(decompressed)).dataset().bytes(Tag.PIXEL_DATA).orElseThrow());
  }

  @Test
  void anUnknownTransferSyntaxIsNamed() {
    byte[] file = replace(codec.write(film()), "1.2.840.10008.1.2.1", "1.2.840.10008.9.9.9");
    DicomFormatException thrown = assertThrows(DicomFormatException.class, () -> codec.read(file));
    assertTrue(thrown.getMessage().contains("1.2.840.10008.9.9.9"), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not a DICOM file at all, only a sentence of some length"})
  void anythingElseIsRefused(String text) {
    assertThrows(
        DicomFormatException.class, () -> codec.read(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aDeflatedFileThatGrowsBeyondTheLimitIsRefused() throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream =
        new DeflaterOutputStream(deflated, new Deflater(9, /* nowrap= */ true))) {
      stream.write(new byte[1 << 20]);
    }
    assertTrue(deflated.size() < 4096);
    assertThrows(
        DicomFormatException.class, () -> Deflated.inflate(deflated.toByteArray(), 1 << 19));
  }

  @Test
  void aStandardAttributeThatAWriterCalledUnknownIsUnderstood() throws DicomFormatException {
    Dataset unknown =
        film().dataset().toBuilder()
            .setBytes(Tag.SYNTHETIC_DATA, Vr.UN, "YES ".getBytes(StandardCharsets.US_ASCII))
            .build();
    DicomObject read = codec.read(codec.write(DicomObject.of(unknown)));
    assertEquals("YES", read.dataset().string(Tag.SYNTHETIC_DATA).orElse(""));
  }

  @Test
  void anObjectWithoutUidsIsNotWritten() {
    assertThrows(
        IllegalArgumentException.class, () -> codec.write(DicomObject.of(Dataset.empty())));
  }

  private static byte[] replace(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
