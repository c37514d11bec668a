// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML's character references: numeric ones, and those by name that text in a Latin script has.
 *
 * <p>The names are those of HTML 4.01, section 24, for Latin-1 and for special characters, and some
 * of its symbols; also in capitals where that can't be misread. Others stay as they are.
 */
final class HtmlEntities {

  /** Names of the characters from U+00A0 on. */
  private static final String LATIN_1 =
      """
      nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn
      sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave
      Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
      ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN
      szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute
      icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml
      yacute thorn yuml""";

  private static final int LATIN_1_START = 0xA0;

  private static final String OTHERS =
      """
      quot 22 amp 26 apos 27 lt 3C gt 3E OElig 152 oelig 153 Scaron 160 scaron 161 Yuml 178 circ 2C6
      tilde 2DC ensp 2002 emsp 2003 thinsp 2009 zwnj 200C zwj 200D lrm 200E rlm 200F ndash 2013
      mdash 2014 lsquo 2018 rsquo 2019 sbquo 201A ldquo 201C rdquo 201D bdquo 201E dagger 2020
      Dagger 2021 bull 2022 hellip 2026 permil 2030 prime 2032 Prime 2033 lsaquo 2039 rsaquo 203A
      euro 20AC trade 2122 larr 2190 uarr 2191 rarr 2192 darr 2193 harr 2194 minus 2212 infin 221E
      asymp 2248 ne 2260 equiv 2261 le 2264 ge 2265""";

  private static final Map<String, String> BY_NAME = byName();

  private static final Pattern REFERENCE = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
  private static final Pattern DECIMAL = Pattern.compile("&#([0-9]{1,8});");
  private static final Pattern HEXADECIMAL = Pattern.compile("&#[xX]([0-9A-Fa-f]{1,8});");

  private static final String REPLACEMENT = "\ufffd";

  private HtmlEntities() {}

  private static Map<String, String> byName() {
    Map<String, String> names = new HashMap<>();
    int number = LATIN_1_START;
    for (String name : words(LATIN_1)) {
      names.put(name, Character.toString(number++));
    }
    List<String> others = words(OTHERS);
    for (int i = 0; i < others.size(); i += 2) {
      names.put(others.get(i), Character.toString(Integer.parseInt(others.get(i + 1), 16)));
    }
    return Map.copyOf(names);
  }

  private static List<String> words(String text) {
    return Pattern.compile("\\s+").splitAsStream(text).toList();
  }

  /** The text with its references replaced once. */
  static String decoded(String text) {
    return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
  }

  private static String character(MatchResult found) {
    String reference = found.group();
    Matcher decimal = DECIMAL.matcher(reference);
    if (decimal.matches()) {
      return numbered(Long.parseLong(decimal.group(1)));
    }
    Matcher hexadecimal = HEXADECIMAL.matcher(reference);
    if (hexadecimal.matches()) {
      return numbered(Long.parseLong(hexadecimal.group(1), 16));
    }
    return named(reference);
  }

  private static String named(String reference) {
    String name = reference.substring(1, reference.length() - 1);
    String character = BY_NAME.get(name);
    if (character != null) {
      return character;
    }
    boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
    String small = BY_NAME.get(name.toLowerCase(Locale.ROOT));
    return capitals && small != null ? small.toUpperCase(Locale.ROOT) : reference;
  }

  /** A character by its number, as browsers read it: what would be a C1 control is Windows-1252. */
  private static String numbered(long number) {
    if (number >= 0x80 && number < 0xA0) {
      return new String(new byte[] {(byte) number}, Charset.forName("windows-1252"));
    }
    boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
    if (number == 0 || surrogate || number > Character.MAX_CODE_POINT) {
      return REPLACEMENT;
    }
    return Character.toString((int) number);
  }
}
