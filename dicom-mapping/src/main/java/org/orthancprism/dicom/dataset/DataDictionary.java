// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The value representation of every standard data element, needed to read implicit VR and to write
 * what is set by tag alone.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part06.html#chapter_6">PS3.6
 *     chapter 6</a>
 */
public final class DataDictionary {
  private static final DataDictionary STANDARD = load();

  private final Map<Integer, List<Vr>> representations;

  private DataDictionary(Map<Integer, List<Vr>> representations) {
    this.representations = representations;
  }

  /** The dictionary of the standard. */
  public static DataDictionary standard() {
    return STANDARD;
  }

  /**
   * The value representation that the dictionary gives: OW where the standard leaves OB or US
   * beside it (PS3.5 A.1), US for "US or SS", UN for an unknown or private tag, LO for a private
   * creator.
   */
  public Vr vr(Tag tag) {
    return alternatives(tag).get(0);
  }

  /**
   * The value representation in a dataset whose pixels are signed or not, which decides between US
   * and SS (PS3.3 C.7.6.3.1.2).
   */
  public Vr vr(Tag tag, boolean signedPixels) {
    List<Vr> alternatives = alternatives(tag);
    return signedPixels && alternatives.get(0) == Vr.US && alternatives.contains(Vr.SS)
        ? Vr.SS
        : alternatives.get(0);
  }

  private List<Vr> alternatives(Tag tag) {
    if (tag.element() == 0) {
      return List.of(Vr.UL);
    }
    if (tag.isPrivateCreator()) {
      return List.of(Vr.LO);
    }
    List<Vr> found = representations.get(tag.value());
    if (found == null && isRepeatingGroup(tag.group())) {
      found = representations.get(tag.value() & 0xFF00FFFF);
    }
    return found == null ? List.of(Vr.UN) : found;
  }

  private static boolean isRepeatingGroup(int group) {
    int family = group & 0xFF00;
    return (family == 0x5000 || family == 0x6000) && (group & 0xFF) <= 0x1E && (group & 1) == 0;
  }

  private static DataDictionary load() {
    Map<Integer, List<Vr>> representations = new HashMap<>(8192);
    try (InputStream stream = DataDictionary.class.getResourceAsStream("dictionary.txt")) {
      if (stream == null) {
        throw new IllegalStateException("dictionary.txt is missing from the jar");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String digits = line.substring(0, 8).replace('x', '0');
          representations.put(Integer.parseUnsignedInt(digits, 16), parse(line.substring(9)));
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("dictionary.txt in the jar is not readable", cause);
    }
    return new DataDictionary(representations);
  }

  private static List<Vr> parse(String alternatives) {
    List<Vr> result = new ArrayList<>();
    for (String name : alternatives.split("\\|", -1)) {
      result.add(Vr.valueOf(name));
    }
    // Implicit VR keeps such data in words (PS3.5 A.1).
    if (result.contains(Vr.OW)) {
      result.remove(Vr.OW);
      result.add(0, Vr.OW);
    }
    return List.copyOf(result);
  }
}
