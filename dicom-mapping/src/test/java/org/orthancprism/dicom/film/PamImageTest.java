// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PamImageTest {

  private static byte[] pam(String header, int... bytes) {
    ByteArrayOutputStream pam = new ByteArrayOutputStream();
    pam.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int each : bytes) {
      pam.write(each);
    }
    return pam.toByteArray();
  }

  @Test
  void sixteenBitValuesAreBigEndian() throws FilmException {
    StoredPixels pixels =
        PamImage.read(
            pam(
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 65535\nTUPLTYPE GRAYSCALE\nENDHDR\n",
                0x01,
                0x02,
                0xFF,
                0xFE));
    assertEquals(2, pixels.columns());
    assertArrayEquals(new int[] {0x0102, 0xFFFE}, pixels.values());
  }

  @Test
  void eightBitValuesAreReadAsTheyAre() throws FilmException {
    StoredPixels pixels =
        PamImage.read(pam("P7\nWIDTH 1\nHEIGHT 2\nDEPTH 1\nMAXVAL 255\nENDHDR\n", 7, 200));
    assertArrayEquals(new int[] {7, 200}, pixels.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P7\nWIDTH 2\n",
        "P5\n2 1\n255\nab",
        "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na",
        "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\nabc",
        "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\nabc",
        "P7\nWIDTH 99999999\nHEIGHT 99999999\nDEPTH 1\nMAXVAL 255\nENDHDR\nabc",
        "P7\nWIDTH x\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na"
      })
  void anythingElseIsRefused(String bytes) {
    assertThrows(FilmException.class, () -> PamImage.read(pam(bytes)));
  }
}
