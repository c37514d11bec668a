// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

/** The conformance statement and the code say the same. */
class ConformanceStatementTest {
  private static final String STATEMENT = statement();

  private static String statement() {
    try {
      return Files.readString(Path.of("..", "docs", "CONFORMANCE.md"));
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  private static String section(String from, String to) {
    return STATEMENT.substring(STATEMENT.indexOf(from), STATEMENT.indexOf(to));
  }

  /** The first cells of rows that begin with a cell in backticks. */
  private static Set<String> named(String section) {
    Set<String> cells = new TreeSet<>();
    Matcher matcher = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|").matcher(section);
    while (matcher.find()) {
      cells.add(matcher.group(1) + " = " + matcher.group(2));
    }
    return cells;
  }

  private static <T> List<T> constants(Class<?> holder, Class<T> type) {
    List<T> values = new ArrayList<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == type) {
        try {
          values.add(type.cast(field.get(null)));
        } catch (IllegalAccessException cause) {
          throw new AssertionError(cause);
        }
      }
    }
    return values;
  }

  @Test
  void everyPrivateCodeStandsInItWithItsMeaningAndNoOther() {
    Set<String> codes = new TreeSet<>();
    constants(PrismCodes.class, CodedConcept.class)
        .forEach(code -> codes.add(code.value() + " = " + code.meaning()));
    assertEquals(codes, named(section("#### 8.3.3", "### 8.4")));
    String scheme = PrismCodes.schemeIdentification().string(Tag.CODING_SCHEME_UID).orElseThrow();
    assertTrue(STATEMENT.contains("`" + scheme + "`"), scheme);
  }

  @Test
  void everySopClassStandsInItAndNoOther() {
    Set<String> stated = new TreeSet<>();
    Matcher uid = Pattern.compile("\\| (1\\.2\\.840\\.10008\\.5[0-9.]+) \\|").matcher(STATEMENT);
    while (uid.find()) {
      stated.add(uid.group(1));
    }
    assertEquals(new TreeSet<>(constants(SopClass.class, String.class)), stated);
  }

  @Test
  void everySopClassThatIsWrittenIsSaidToBe() {
    for (DicomObject object : objects()) {
      String uid = object.dataset().string(Tag.SOP_CLASS_UID).orElseThrow();
      String row =
          STATEMENT
              .lines()
              .filter(line -> line.contains("| " + uid + " |"))
              .findFirst()
              .orElseThrow();
      assertTrue(row.endsWith("| yes |") || row.endsWith("| on demand (`Results.Flicker`) |"), row);
    }
  }

  private static List<DicomObject> objects() {
    return List.copyOf(AllResults.withVerdict(Films.radiograph(Films.digital(false))).values());
  }

  @Test
  void everyAttributeThatIsWrittenStandsInIt() throws DicomFormatException {
    String attributes = section("#### 8.1.1", "#### 8.1.2");
    Set<String> missing = new TreeSet<>();
    for (DicomObject object : objects()) {
      byte[] file = new Part10Codec().write(object);
      for (Attribute attribute : new Part10Codec().read(file).dataset()) {
        int tag = attribute.tag().value();
        String text = String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
        if (!attributes.contains(text)) {
          missing.add(text);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void whatMakesTheFilesIsNamedAsTheyNameIt() {
    byte[] file = new Part10Codec().write(objects().get(0));
    String header = new String(file, 0, 600, StandardCharsets.ISO_8859_1);
    Matcher named =
        Pattern.compile("Implementation Class UID `([^`]+)`, .* `([^`]+)`").matcher(STATEMENT);
    assertTrue(named.find(), "the statement names class and version");
    assertTrue(header.contains(named.group(1)) && header.contains(named.group(2)), header);
  }
}
