// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import org.orthancprism.dicom.dataset.DicomObject;

/**
 * Reads and writes DICOM files.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part10.html#chapter_7">PS3.10
 *     chapter 7</a>
 */
public interface DicomCodec {

  /** The codec's name in status and reports, at most 64 characters. */
  String name();

  /**
   * Reads a file.
   *
   * @param part10 the whole file; not changed
   * @return the object; compressed pixel data stay fragments
   * @throws DicomFormatException if the bytes are no DICOM file, are cut off, contradict themselves
   *     or have an unknown transfer syntax; no other exception is thrown, whatever the bytes
   */
  DicomObject read(byte[] part10) throws DicomFormatException;

  /**
   * Writes a file: explicit VR little endian, defined lengths, text in UTF-8 (declared as ISO_IR
   * 192 where it is not all ASCII). An object with encapsulated pixel data keeps its transfer
   * syntax and its fragments.
   *
   * @return the whole file
   * @throws IllegalArgumentException if the object has no SOP Class UID or no SOP Instance UID
   */
  byte[] write(DicomObject object);

  /**
   * Writes a file as {@link #write(DicomObject)} does, to where it goes.
   *
   * @param output receives the whole file; stays open
   * @throws IllegalArgumentException if the object has no SOP Class UID or no SOP Instance UID
   * @throws IOException if the output fails
   */
  default void write(DicomObject object, OutputStream output) throws IOException {
    output.write(write(object));
  }
}
