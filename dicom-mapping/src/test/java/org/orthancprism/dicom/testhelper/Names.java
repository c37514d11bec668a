// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.util.List;

/** Names in the character sets of PS3.3 C.12.1.1.2 that pydicom can write. */
public final class Names {

  /** The values of Specific Character Set, separated by bars, a comma, and the name. */
  public static final List<String> WITH_TERMS =
      List.of(
          "ISO_IR 100,Buc^Jérôme",
          "ISO_IR 101,Wałęsa^Łukasz",
          "ISO_IR 109,Ĉapelo^Ĝoja",
          "ISO_IR 110,Ģērķis^Ļoti",
          "ISO_IR 144,Люкceмбypг",
          "ISO_IR 127,قباني^لنزار",
          "ISO_IR 126,Διονυσιος",
          "ISO_IR 138,שרון^דבורה",
          "ISO_IR 148,Çavuşoğlu^Işık",
          "ISO_IR 166,นาม^สกุล",
          "ISO_IR 13,ﾔﾏﾀﾞ^ﾀﾛｳ",
          "ISO_IR 192,Wang^XiaoDong=王^小东",
          "GB18030,Wang^XiaoDong=王^小东",
          "GBK,Wang^XiaoDong=王^小东",
          "|ISO 2022 IR 87,Yamada^Tarou=山田^太郎=やまだ^たろう",
          "ISO 2022 IR 13|ISO 2022 IR 87,ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
          "|ISO 2022 IR 149,Hong^Gildong=洪^吉洞=홍^길동",
          "|ISO 2022 IR 58,Zhang^XiaoDong=张^小东",
          "ISO 2022 IR 6|ISO 2022 IR 100|ISO 2022 IR 144,Müller=Люкceмбypг",
          "ISO 2022 IR 100,Buc^Jérôme",
          "ISO 2022 IR 101,Wałęsa^Łukasz",
          "ISO 2022 IR 109,Ĉapelo^Ĝoja",
          "ISO 2022 IR 110,Ģērķis^Ļoti",
          "ISO 2022 IR 144,Люкceмбypг",
          "ISO 2022 IR 127,قباني^لنزار",
          "ISO 2022 IR 126,Διονυσιος",
          "ISO 2022 IR 138,שרון^דבורה",
          "ISO 2022 IR 148,Çavuşoğlu^Işık",
          "ISO 2022 IR 166,นาม^สกุล",
          "ISO 2022 IR 13,ﾔﾏﾀﾞ^ﾀﾛｳ",
          "|ISO 2022 IR 159,Yamada^Tarou=丂侄^侄",
          "|ISO 2022 IR 87|ISO 2022 IR 159,Yamada^Tarou=山田^丂郎=やまだ^たろう",
          "ISO 2022 IR 100|ISO 2022 IR 126|ISO 2022 IR 144,Müller^Zoë=Διονυσιος=Люкceмбypг",
          "ISO_IR 192,Grapheme^🩻👨‍👩‍👧=e\u0301");

  private Names() {}

  /** The name of a line. */
  public static String name(String line) {
    return line.substring(line.indexOf(',') + 1);
  }
}
