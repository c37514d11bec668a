// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A DICOM file on its way into an Orthanc.
 *
 * @param file where it lies
 * @param sopInstanceUid its SOP Instance UID
 * @param studyInstanceUid its Study Instance UID
 * @param transferSyntaxUid how it is encoded
 */
public record DicomFile(
    Path file, String sopInstanceUid, String studyInstanceUid, String transferSyntaxUid) {

  /**
   * Reads a file far enough to know it.
   *
   * @throws DicomFormatException when it is not DICOM, is damaged, or lacks its UIDs
   */
  public static DicomFile read(Path file) throws IOException, DicomFormatException {
    DicomObject object = InstalledCodec.find().read(Files.readAllBytes(file));
    return new DicomFile(
        file,
        required(object, Tag.SOP_INSTANCE_UID),
        required(object, Tag.STUDY_INSTANCE_UID),
        object.transferSyntax().uid());
  }

  private static String required(DicomObject object, Tag tag) throws DicomFormatException {
    return object
        .dataset()
        .string(tag)
        .orElseThrow(() -> new DicomFormatException("the file has no value for " + tag));
  }
}
