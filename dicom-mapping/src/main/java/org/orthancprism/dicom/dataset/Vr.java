// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.Optional;

/**
 * Value representation of a data element.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_6.2">PS3.5
 *     6.2</a>
 */
public enum Vr {
  AE(Kind.TEXT, 1, false),
  AS(Kind.TEXT, 1, false),
  AT(Kind.BINARY, 2, false),
  CS(Kind.TEXT, 1, false),
  DA(Kind.TEXT, 1, false),
  DS(Kind.TEXT, 1, false),
  DT(Kind.TEXT, 1, false),
  FD(Kind.BINARY, 8, false),
  FL(Kind.BINARY, 4, false),
  IS(Kind.TEXT, 1, false),
  LO(Kind.LOCALISED_TEXT, 1, false),
  LT(Kind.LOCALISED_TEXT, 1, false),
  OB(Kind.BINARY, 1, true),
  OD(Kind.BINARY, 8, true),
  OF(Kind.BINARY, 4, true),
  OL(Kind.BINARY, 4, true),
  OV(Kind.BINARY, 8, true),
  OW(Kind.BINARY, 2, true),
  PN(Kind.LOCALISED_TEXT, 1, false),
  SH(Kind.LOCALISED_TEXT, 1, false),
  SL(Kind.BINARY, 4, false),
  SQ(Kind.SEQUENCE, 1, true),
  SS(Kind.BINARY, 2, false),
  ST(Kind.LOCALISED_TEXT, 1, false),
  SV(Kind.BINARY, 8, true),
  TM(Kind.TEXT, 1, false),
  UC(Kind.LOCALISED_TEXT, 1, true),
  UI(Kind.TEXT, 1, false),
  UL(Kind.BINARY, 4, false),
  UN(Kind.BINARY, 1, true),
  UR(Kind.TEXT, 1, true),
  US(Kind.BINARY, 2, false),
  UT(Kind.LOCALISED_TEXT, 1, true),
  UV(Kind.BINARY, 8, true);

  /** What the bytes of a value are. */
  private enum Kind {
    BINARY,
    TEXT,
    LOCALISED_TEXT,
    SEQUENCE
  }

  private final Kind kind;
  private final int unit;
  private final boolean longLength;

  Vr(Kind kind, int unit, boolean longLength) {
    this.kind = kind;
    this.unit = unit;
    this.longLength = longLength;
  }

  /** The representation whose two-letter code these two bytes are, if there is one. */
  public static Optional<Vr> of(byte first, byte second) {
    if (first < 'A' || first > 'U' || second < 'A' || second > 'W') {
      return Optional.empty();
    }
    String code = new String(new char[] {(char) first, (char) second});
    for (Vr vr : values()) {
      if (vr.name().equals(code)) {
        return Optional.of(vr);
      }
    }
    return Optional.empty();
  }

  /** Whether the value is text, of any character set. */
  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.LOCALISED_TEXT;
  }

  /** Whether Specific Character Set (0008,0005) governs the value (PS3.5 6.1.2.3). */
  public boolean isLocalised() {
    return kind == Kind.LOCALISED_TEXT;
  }

  /** Whether the value is a sequence of items. */
  public boolean isSequence() {
    return kind == Kind.SEQUENCE;
  }

  /**
   * Whether a backslash separates several values; in the long texts it is a character (PS3.5 6.4).
   */
  public boolean isMultiValued() {
    return isText() && this != LT && this != ST && this != UT && this != UR;
  }

  /** Bytes of one number, which change places between little and big endian. */
  public int unit() {
    return unit;
  }

  /**
   * Whether explicit VR encoding gives the length in 32 bits after two reserved bytes (PS3.5
   * 7.1.2).
   */
  public boolean hasLongLength() {
    return longLength;
  }

  /**
   * What makes a value's length even (PS3.5 6.2): a NUL for UI and bytes, a space for other text.
   */
  public byte padding() {
    return isText() && this != UI ? (byte) ' ' : 0;
  }
}
