// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a value of a textual representation must look like to be written.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#table_6.2-1">PS3.5
 *     table 6.2-1</a>
 */
public final class ValueRules {
  private static final Pattern CODE_STRING = Pattern.compile("[A-Z0-9 _]{0,16}");

  /**
   * Leading zeros are not allowed, but films have them, and the identity of a film must be kept.
   */
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  private static final Pattern DATE = Pattern.compile("[0-9]{8}");
  private static final Pattern TIME =
      Pattern.compile("([01][0-9]|2[0-3])([0-5][0-9]([0-5][0-9](\\.[0-9]{1,6})?)?)?");
  private static final Pattern DATE_TIME =
      Pattern.compile("[0-9]{4,14}(\\.[0-9]{1,6})?([+-][0-9]{4})?");
  private static final Pattern AGE = Pattern.compile("[0-9]{3}[DWMY]");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]*\\.?[0-9]+([Ee][+-]?[0-9]+)?");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,11}");

  private ValueRules() {}

  /** Whether a value keeps the rules of its representation. An empty value always does. */
  public static boolean isValid(Vr vr, String value) {
    if (value.isEmpty()) {
      return true;
    }
    int length = value.codePointCount(0, value.length());
    boolean oneLine = value.chars().noneMatch(c -> c < 0x20 && c != 0x1B);
    boolean oneValue = oneLine && value.indexOf('\\') < 0;
    return switch (vr) {
      case AE -> length <= 16 && oneValue && isAscii(value);
      case AS -> AGE.matcher(value).matches();
      case CS -> CODE_STRING.matcher(value).matches();
      case DA -> DATE.matcher(value).matches();
      case DS -> length <= 16 && DECIMAL.matcher(value.strip()).matches();
      case DT -> length <= 26 && DATE_TIME.matcher(value.strip()).matches();
      case IS -> length <= 12 && INTEGER.matcher(value.strip()).matches();
      case LO -> length <= 64 && oneValue;
      case LT -> length <= 10240;
      case PN -> oneValue && hasShortGroups(value);
      case SH -> length <= 16 && oneValue;
      case ST -> length <= 1024;
      case TM -> length <= 14 && TIME.matcher(value.strip()).matches();
      case UC -> oneValue;
      case UI -> length <= 64 && UID.matcher(value).matches();
      case UR -> isAscii(value) && oneLine;
      default -> vr.isText();
    };
  }

  /**
   * Refuses a value that breaks the rules.
   *
   * @throws IllegalArgumentException naming the tag and the rule, but never the value, which may be
   *     a patient's
   */
  static void check(Tag tag, Vr vr, String value) {
    if (!isValid(vr, value)) {
      throw new IllegalArgumentException(
          "the value of " + tag + " is not a valid " + vr + " (" + value.length() + " characters)");
    }
  }

  private static boolean isAscii(String value) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(value);
  }

  private static boolean hasShortGroups(String name) {
    for (String group : name.split("=", -1)) {
      if (group.codePointCount(0, group.length()) > 64) {
        return false;
      }
    }
    return name.chars().filter(c -> c == '=').count() <= 2;
  }
}
