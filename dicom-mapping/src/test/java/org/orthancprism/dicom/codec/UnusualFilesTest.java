// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.testhelper.Tool;

/** Files as some devices write them, which DCMTK reads, and this codec too. */
class UnusualFilesTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";
  private static final Tag PRIVATE = new Tag(0x40111001);

  @TempDir Path folder;

  /** A file that is written byte by byte. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes tag(int tag) {
      return u16(tag >> 16).u16(tag);
    }

    Bytes u16(int value) {
      out.write(value);
      out.write(value >> 8);
      return this;
    }

    Bytes u32(long value) {
      return u16((int) value).u16((int) (value >> 16));
    }

    Bytes text(String text) {
      out.writeBytes(text.getBytes(ISO_8859_1));
      return this;
    }

    /** An element with a length of two bytes, whatever stands for its representation. */
    Bytes element(int tag, String vr, String value) {
      return tag(tag).text(vr).u16(value.length()).text(value);
    }

    /** An element with a length of four bytes. */
    Bytes longElement(int tag, String vr, String value) {
      return tag(tag).text(vr).u16(0).u32(value.length()).text(value);
    }

    Bytes implicit(int tag, String value) {
      return tag(tag).u32(value.length()).text(value);
    }

    String get() {
      return out.toString(ISO_8859_1);
    }
  }

  private static String number(int value) {
    return new Bytes().u16(value).get();
  }

  private static byte[] file(String transferSyntax, Bytes dataset) {
    String uid = transferSyntax.length() % 2 == 0 ? transferSyntax : transferSyntax + "\0";
    String meta = new Bytes().element(0x00020010, "UI", uid).get();
    Bytes file = new Bytes().text("\0".repeat(128) + "DICM");
    file.element(0x00020000, "UL", new Bytes().u32(meta.length()).get()).text(meta);
    return file.text(dataset.get()).get().getBytes(ISO_8859_1);
  }

  private static Bytes head() {
    return new Bytes().element(0x00080060, "CS", "DX").element(0x40110010, "LO", "ODD ");
  }

  private String dcmdump(byte[] file) throws Exception {
    return Tool.run("dcmdump", Files.write(folder.resolve("odd.dcm"), file).toString()).text();
  }

  /** What comes behind the odd element is read as DCMTK reads it. */
  private void isReadAsDcmtkDoes(Bytes dataset, String oddValue) throws Exception {
    byte[] file = file(EXPLICIT, dataset.element(0x40111002, "LO", "BEHIND"));
    assertTrue(dcmdump(file).contains("(4011,1002) LO [BEHIND]"));
    DicomObject read = new Part10Codec().read(file);
    assertEquals("BEHIND", read.dataset().string(new Tag(0x40111002)).orElseThrow());
    assertEquals("DX", read.dataset().string(Tag.MODALITY).orElseThrow());
    assertArrayEquals(oddValue.getBytes(ISO_8859_1), read.dataset().bytes(PRIVATE).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"??", "\0\0", "  ", "--", "ob", "U?", "\1\0"})
  void whatIsNoRepresentationHasALengthOfTwoBytes(String vr) throws Exception {
    isReadAsDcmtkDoes(head().element(PRIVATE.value(), vr, "abcd"), "abcd");
    isReadAsDcmtkDoes(head().element(PRIVATE.value(), vr, ""), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OX", "ZZ", "QQ", "UN"})
  void whatMayBeAYoungerRepresentationHasALengthOfFourBytes(String vr) throws Exception {
    isReadAsDcmtkDoes(head().longElement(PRIVATE.value(), vr, "abcd"), "abcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"??", "\0\0", "ob"})
  void anItemMayBeginWithAnElementThatHasNoRepresentation(String vr) throws Exception {
    String item =
        new Bytes().element(PRIVATE.value(), vr, "abcd").element(0x40111003, "SH", "SECOND").get();
    String items = new Bytes().tag(0xFFFEE000).u32(item.length()).text(item).get();
    byte[] file =
        file(
            EXPLICIT,
            head().longElement(0x40111001, "SQ", items).element(0x40111002, "LO", "BEHIND"));
    assertTrue(dcmdump(file).contains("(4011,1003) SH [SECOND]"));
    DicomObject read = new Part10Codec().read(file);
    assertEquals(
        "SECOND", read.dataset().items(PRIVATE).get(0).string(new Tag(0x40111003)).orElseThrow());
    assertEquals("BEHIND", read.dataset().string(new Tag(0x40111002)).orElseThrow());
  }

  @Test
  void anImplicitItemInAnExplicitFileIsStillRead() throws Exception {
    String item = new Bytes().implicit(0x00091001, "SIEMENS ").implicit(0x00091002, "KEPT").get();
    String items = new Bytes().tag(0xFFFEE000).u32(item.length()).text(item).get();
    byte[] file = file(EXPLICIT, head().longElement(0x40111001, "SQ", items));
    DicomObject read = new Part10Codec().read(file);
    assertArrayEquals(
        "KEPT".getBytes(ISO_8859_1),
        read.dataset().items(PRIVATE).get(0).bytes(new Tag(0x00091002)).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "abc", "abcdefg"})
  void valuesOfOddLengthAreReadAsTheyAre(String value) throws Exception {
    isReadAsDcmtkDoes(head().longElement(PRIVATE.value(), "OB", value), value);
    byte[] text = file(EXPLICIT, head().element(0x40111001, "LO", value));
    assertTrue(dcmdump(text).contains("(4011,1001) LO [" + value));
    assertEquals(value, new Part10Codec().read(text).dataset().string(PRIVATE).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(longs = {0xFFFFFFFEL, 0x7FFFFFFFL, 0x80000000L, 5})
  void aLengthBeyondTheEndIsDamageAndCostsNoMemory(long length) {
    Bytes dataset = head().tag(PRIVATE.value()).text("OB").u16(0).u32(length).text("abcd");
    DicomFormatException refusal =
        assertThrows(
            DicomFormatException.class, () -> new Part10Codec().read(file(EXPLICIT, dataset)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("cut off"), refusal::getMessage);
  }

  /** Four pixels of 16 bits. */
  private static Bytes image() {
    return new Bytes()
        .element(0x00280002, "US", number(1))
        .element(0x00280004, "CS", "MONOCHROME2 ")
        .element(0x00280010, "US", number(2))
        .element(0x00280011, "US", number(2))
        .element(0x00280100, "US", number(16))
        .element(0x00280101, "US", number(12))
        .element(0x00280102, "US", number(11))
        .element(0x00280103, "US", number(0));
  }

  private static List<Integer> pixels(DicomObject object) throws FilmException {
    assertTrue(object.dataset().get(Tag.PIXEL_DATA).orElseThrow() instanceof Attribute.Binary);
    assertFalse(object.transferSyntax().isEncapsulated());
    return Arrays.stream(NativePixels.read(object).values()).boxed().toList();
  }

  private static final String LITTLE_ENDIAN = "\1\0\2\0\3\0\4\5";

  @Test
  void pixelDataInFragmentsThatAreNotCompressedAreRead() throws Exception {
    Bytes pixelData =
        image().tag(0x7FE00010).text("OW").u16(0).u32(0xFFFFFFFFL).tag(0xFFFEE000).u32(0);
    for (String part : List.of(LITTLE_ENDIAN.substring(0, 4), LITTLE_ENDIAN.substring(4))) {
      pixelData.tag(0xFFFEE000).u32(part.length()).text(part);
    }
    pixelData.tag(0xFFFEE0DD).u32(0);
    DicomObject read = new Part10Codec().read(file("1.2.840.10008.1.2.1.98", pixelData));
    assertEquals(List.of(1, 2, 3, 0x504), pixels(read));
  }

  @Test
  void bigEndianPixelDataOfGeAreRead() throws Exception {
    Bytes dataset =
        new Bytes()
            .implicit(0x00280002, number(1))
            .implicit(0x00280010, number(2))
            .implicit(0x00280011, number(2))
            .implicit(0x00280100, number(16))
            .implicit(0x00280101, number(12))
            .implicit(0x00280102, number(11))
            .implicit(0x7FE00010, "\0\1\0\2\0\3\5\4");
    byte[] file = file("1.2.840.113619.5.2", dataset);
    assertEquals(List.of(1, 2, 3, 0x504), pixels(new Part10Codec().read(file)));
    Path converted = folder.resolve("converted.dcm");
    Path odd = Files.write(folder.resolve("ge.dcm"), file);
    Tool.run("dcmconv", "+te", odd.toString(), converted.toString());
    assertEquals(List.of(1, 2, 3, 0x504), pixels(new Part10Codec().read(Tool.bytes(converted))));
  }

  @Test
  void aFrameMoreOrLessIsOneIfTheNumberOfFramesIsNone() throws Exception {
    for (String frames : List.of("0 ", "-1", "")) {
      Bytes dataset = new Bytes().element(0x00280002, "US", number(1));
      dataset.element(0x00280008, "IS", frames).text(image().get().substring(10));
      dataset.longElement(0x7FE00010, "OW", LITTLE_ENDIAN);
      DicomObject read = new Part10Codec().read(file(EXPLICIT, dataset));
      assertEquals(List.of(1, 2, 3, 0x504), pixels(read));
    }
  }
}
