// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Names;
import org.orthancprism.dicom.testhelper.Tool;

/** Names in every character set of PS3.3 C.12.1.1.2 come through whole, and leave as UTF-8. */
class SpecificCharacterSetTest {
  private static final String WRITE =
      """
      import sys, pydicom
      source, names = sys.argv[1:3]
      for index, line in enumerate(open(names, encoding='utf-8').read().splitlines()):
          terms, name = line.split(',')
          dataset = pydicom.dcmread(source)
          dataset.SpecificCharacterSet = terms.split('|')
          dataset.PatientName = name
          dataset.OtherPatientNames = [name, name.split('=')[0]]
          katakana = terms.endswith('IR 13')
          dataset.PatientComments = name.split('^')[0] if katakana else name + '\\r\\n' + name
          dataset.save_as(names + '.' + str(index))
      """;

  private static final String READ =
      """
      import sys, pydicom
      for file in sys.argv[1:]:
          dataset = pydicom.dcmread(file)
          name = str(dataset.PatientName).encode('utf-16-be').hex()
          print(dataset.get('SpecificCharacterSet'), name)
      """;

  private static final Tag OTHER_PATIENT_NAMES = new Tag(0x00101001);
  private static final Tag PATIENT_COMMENTS = new Tag(0x00104000);

  @TempDir private Path folder;

  @Test
  void namesThatPydicomWroteComeThroughAndAreReadBackByPydicom() throws Exception {
    Path plain = Tool.write(Films.digital(false), folder, "plain.dcm");
    Path names = Files.writeString(folder.resolve("names"), String.join("\n", Names.WITH_TERMS));
    Tool.Answer written = Tool.python(WRITE, plain, names);
    assertEquals(0, written.status(), written.text());

    List<Path> copies = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < Names.WITH_TERMS.size(); i++) {
      String name = Names.WITH_TERMS.get(i).split(",")[1];
      DicomObject read = new Part10Codec().read(Tool.bytes(folder.resolve("names." + i)));
      Dataset dataset = read.dataset();
      assertEquals(name, dataset.string(Tag.PATIENT_NAME).orElse(""), Names.WITH_TERMS.get(i));
      assertEquals(List.of(name, name.split("=")[0]), dataset.strings(OTHER_PATIENT_NAMES));
      assertEquals(List.of(comments(Names.WITH_TERMS.get(i))), dataset.strings(PATIENT_COMMENTS));
      copies.add(Tool.write(read, folder, "copy" + i));
      copies.add(Tool.write(counterfactual(read), folder, "counterfactual" + i));
      copies.add(Tool.write(report(read), folder, "report" + i));
      expected.addAll(Collections.nCopies(3, "ISO_IR 192 " + utf16(name)));
    }
    Tool.Answer answer = Tool.python(READ, copies.toArray(Path[]::new));
    assertEquals(expected, answer.text().lines().toList());
  }

  @Test
  void theExamplesOfTheStandardAreRead() {
    // PS3.5 annexes H and I: katakana with kanji and hiragana; hangul with one escape a component.
    assertEquals(
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        decode(
            List.of("ISO 2022 IR 13", "ISO 2022 IR 87"),
            "D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A"
                + " 1B 28 4A 3D 1B 24 42 24 64 24 5E 24 40 1B 28 4A 5E 1B 24 42 24 3F 24 6D 24 26"
                + " 1B 28 4A"));
    assertEquals(
        "Hong^Gildong=洪^吉洞=홍^길동",
        decode(
            List.of("", "ISO 2022 IR 149"),
            "48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7"
                + " 3D 1B 24 29 43 C8 AB 5E 1B 24 29 43 B1 E6 B5 BF"));
  }

  /** Latin alphabet No. 9 is younger than the pydicom of Debian 12. */
  @Test
  void theEuroSignIsReadWhereLatin9IsDeclared() {
    assertEquals("€^Œuvre", decode(List.of("ISO_IR 203"), "A4 5E BC 75 76 72 65"));
    assertEquals(
        "€=Œuvre",
        decode(List.of("", "ISO 2022 IR 203"), "1B 2D 62 A4 3D 1B 2D 62 BC 75 76 72 65"));
  }

  @Test
  void bytesThatAreNotOfTheDeclaredSetAreNotLost() {
    byte[] utf8 = "Jérôme".getBytes(StandardCharsets.UTF_8);
    byte[] latin1 = "Jérôme".getBytes(StandardCharsets.ISO_8859_1);
    SpecificCharacterSet undeclared = SpecificCharacterSet.of(List.of());
    assertEquals("Jérôme", undeclared.decode(utf8, Vr.PN));
    assertEquals("Jérôme", undeclared.decode(latin1, Vr.PN));
    assertEquals("Jérôme", SpecificCharacterSet.of(List.of("ISO_IR 192")).decode(latin1, Vr.PN));
  }

  @Test
  void aBackslashInsideOfAChineseCharacterSeparatesNothing() throws DicomFormatException {
    // The second byte of this character is 5C in GBK.
    byte[] bytes = {(byte) 0x81, 0x5C};
    assertEquals(
        1, TextValues.decode(bytes, Vr.LO, SpecificCharacterSet.of(List.of("GBK"))).size());
  }

  @Test
  void asciiNeedsNoCharacterSet() throws DicomFormatException {
    Dataset written =
        new Part10Codec().read(new Part10Codec().write(Films.digital(false))).dataset();
    assertEquals(Optional.empty(), written.string(Tag.SPECIFIC_CHARACTER_SET));
  }

  private static String decode(List<String> terms, String hexadecimal) {
    String[] digits = hexadecimal.split(" ");
    byte[] bytes = new byte[digits.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits[i], 16);
    }
    return SpecificCharacterSet.of(terms).decode(bytes, Vr.PN);
  }

  /** Several lines; pydicom writes katakana with anything else by themselves as question marks. */
  private static String comments(String line) {
    String name = line.split(",")[1];
    return line.contains("IR 13,") ? name.split("\\^")[0] : name + "\r\n" + name;
  }

  private static DicomObject counterfactual(DicomObject film) {
    Radiograph source = Films.radiograph(film);
    return Films.counterfactual(source);
  }

  private static DicomObject report(DicomObject film) {
    Radiograph source = Films.radiograph(film);
    EditedFilm edited =
        new EditedFilm(
            film.dataset(),
            counterfactual(film).dataset(),
            Films.REMOVE_EFFUSION,
            ChangeMeasures.between(source, Films.edited(source)));
    return CounterfactualReport.of(List.of(film.dataset()), List.of(edited), Films.origin());
  }

  private static String utf16(String name) {
    return HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_16BE));
  }
}
