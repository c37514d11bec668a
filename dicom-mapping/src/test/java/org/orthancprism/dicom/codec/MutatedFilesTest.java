// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

class MutatedFilesTest extends MutatedFilesContract {

  MutatedFilesTest() {
    super(new Part10Codec());
  }
}
