// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import org.orthancprism.dicom.dataset.DicomObject;

/** The project's own codec. */
public final class Part10Codec implements DicomCodec {

  @Override
  public DicomObject read(byte[] part10) throws DicomFormatException {
    throw new DicomFormatException("being written");
  }

  @Override
  public byte[] write(DicomObject object) {
    throw new IllegalArgumentException("being written");
  }
}
