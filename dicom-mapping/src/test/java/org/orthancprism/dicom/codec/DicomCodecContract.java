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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

/** What every {@link DicomCodec} does. A test class of an implementation extends this one. */
public abstract class DicomCodecContract {
  private static final Tag PRIVATE_CREATOR = new Tag(0x00090010);
  private static final Tag PRIVATE_VALUE = new Tag(0x00091001);

  private final DicomCodec codec;

  @TempDir protected Path folder;

  /** Tests an implementation. */
  protected DicomCodecContract(DicomCodec codec) {
    this.codec = codec;
  }

  /** A film with all that is hard: private tags, nested sequences, signed values, long tables. */
  protected static DicomObject film() {
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
    DicomObject read = codec.read(Tool.bytes(converted(options)));
    assertEquals(Dump.of(film().dataset()), Dump.of(read.dataset()));
  }

  @Test
  void readsItsOwnFilesBack() throws DicomFormatException {
    DicomObject read = codec.read(codec.write(film()));
    assertEquals(Dump.of(film().dataset()), Dump.of(read.dataset()));
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
    Path copy = written(codec.read(Tool.bytes(file)), "copy.dcm");
    assertTrue(Tool.run("dcmftest", copy.toString()).text().startsWith("yes"));
  }

  @Test
  void aFileWithoutPreambleIsRead() throws DicomFormatException {
    byte[] whole = codec.write(film());
    byte[] withoutPreamble = Arrays.copyOfRange(whole, 132, whole.length);
    assertEquals(Dump.of(film().dataset()), Dump.of(codec.read(withoutPreamble).dataset()));
  }

  @Test
  void aFileWithoutMetaInformationIsRead() throws DicomFormatException {
    byte[] whole = codec.write(film());
    int dataset = dataset(whole);
    byte[] withoutMeta = Arrays.copyOfRange(whole, dataset, whole.length);
    assertEquals(Dump.of(film().dataset()), Dump.of(codec.read(withoutMeta).dataset()));
  }

  @Test
  void aSequenceThatAWriterCalledUnknownIsRead() throws DicomFormatException {
    // PS3.5 6.2.2: undefined length, implicit VR inside, whatever the syntax outside.
    byte[] item = {
      (byte) 0xFE,
      (byte) 0xFF,
      0,
      (byte) 0xE0,
      -1,
      -1,
      -1,
      -1,
      8,
      0,
      4,
      1,
      6,
      0,
      0,
      0,
      'i',
      'n',
      's',
      'i',
      'd',
      'e',
      (byte) 0xFE,
      (byte) 0xFF,
      0x0D,
      (byte) 0xE0,
      0,
      0,
      0,
      0,
      (byte) 0xFE,
      (byte) 0xFF,
      (byte) 0xDD,
      (byte) 0xE0,
      0,
      0,
      0,
      0
    };
    byte[] header = {9, 0, 1, 16, 'U', 'N', 0, 0, -1, -1, -1, -1};
    byte[] whole = codec.write(film());
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\u0009\0\u0001\u0010UN");
    int next = at + 12 + 4;
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(whole, 0, at);
    changed.writeBytes(header);
    changed.writeBytes(item);
    changed.write(whole, next, whole.length - next);
    Dataset read = codec.read(changed.toByteArray()).dataset();
    List<Dataset> items = read.items(PRIVATE_VALUE);
    assertEquals("inside", items.get(0).string(Tag.CODE_MEANING).orElse(""));
    assertTrue(read.contains(Tag.PIXEL_DATA));
  }

  @Test
  void anItemMayHaveACharacterSetOfItsOwn() throws DicomFormatException {
    byte[] greek = {(byte) 0xC4, (byte) 0xE9};
    Dataset item =
        Dataset.builder()
            .set(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 126")
            .setBytes(Tag.CODE_MEANING, Vr.UN, greek)
            .build();
    DicomObject object =
        DicomObject.of(
            film().dataset().toBuilder().set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, item).build());
    Path file = Tool.write(object, folder, "item.dcm");
    String declare =
        """
        import sys, pydicom
        dataset = pydicom.dcmread(sys.argv[1])
        dataset.PurposeOfReferenceCodeSequence[0].SpecificCharacterSet = 'ISO_IR 126'
        dataset.PurposeOfReferenceCodeSequence[0].CodeMeaning = '\u0394\u03b9'
        dataset.save_as(sys.argv[1])
        """;
    assertEquals(0, Tool.python(declare, file).status());
    Dataset read = codec.read(Tool.bytes(file)).dataset();
    assertEquals(
        "\u0394\u03b9",
        read.items(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE)
            .get(0)
            .string(Tag.CODE_MEANING)
            .orElse(""));
    assertEquals("Test^Film", read.string(Tag.PATIENT_NAME).orElse(""));
  }

  @Test
  void namesGoOutInUnicode() throws DicomFormatException {
    Dataset named = film().dataset().toBuilder().set(Tag.PATIENT_NAME, "Wang=王^小东").build();
    Dataset read = codec.read(codec.write(DicomObject.of(named))).dataset();
    assertEquals("Wang=王^小东", read.string(Tag.PATIENT_NAME).orElse(""));
    assertEquals("ISO_IR 192", read.string(Tag.SPECIFIC_CHARACTER_SET).orElse(""));
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
    Path copy = written(read, "copy.dcm");
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
  void aStandardAttributeThatAWriterCalledUnknownIsUnderstood() throws DicomFormatException {
    Dataset unknown =
        film().dataset().toBuilder()
            .setBytes(Tag.VIEW_POSITION, Vr.UN, "LL".getBytes(StandardCharsets.US_ASCII))
            .build();
    DicomObject read = codec.read(codec.write(DicomObject.of(unknown)));
    assertEquals("LL", read.dataset().string(Tag.VIEW_POSITION).orElse(""));
  }

  @Test
  void anObjectWithoutUidsIsNotWritten() {
    assertThrows(
        IllegalArgumentException.class, () -> codec.write(DicomObject.of(Dataset.empty())));
  }

  /** The film of the contract, as dcmconv writes it with these options. */
  protected Path converted(String options) {
    Path original = Tool.write(film(), folder, "original.dcm");
    Path converted = folder.resolve("converted.dcm");
    String[] command = ("dcmconv " + options + " " + original + " " + converted).split(" ");
    Tool.Answer answer = Tool.run(command);
    assertEquals(0, answer.status(), answer.text());
    return converted;
  }

  private Path written(DicomObject object, String name) {
    try {
      Path file = folder.resolve(name);
      try (OutputStream output = Files.newOutputStream(file)) {
        codec.write(object, output);
      }
      assertArrayEquals(codec.write(object), Files.readAllBytes(file));
      return file;
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  /** Where the dataset begins: behind preamble, prefix and a group of the length it names. */
  private static int dataset(byte[] file) {
    return 132 + 12 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(132 + 8);
  }

  /** The bytes with one ASCII text in the place of another. */
  protected static byte[] replace(byte[] bytes, String from, String to) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
