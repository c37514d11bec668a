// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

/** The contract over dcm4che. */
class Dcm4cheCodecTest extends DicomCodecContract {

  Dcm4cheCodecTest() {
    super(new Dcm4cheCodec());
  }
}
