// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

class Dcm4cheMutatedFilesTest extends MutatedFilesContract {

  Dcm4cheMutatedFilesTest() {
    super(new Dcm4cheCodec());
  }
}
