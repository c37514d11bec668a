// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.Objects;
import java.util.Optional;

/**
 * What a DICOM file holds: File Meta Information, the dataset, and how it was encoded.
 *
 * @param meta File Meta Information (group 0002) as read; empty where a file has none or the object
 *     was made here: a codec writes its own
 * @param transferSyntax how the dataset was encoded; decides whether Pixel Data are {@link
 *     Attribute.Fragments}
 * @param dataset the dataset
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part10.html#chapter_7">PS3.10
 *     chapter 7</a>
 */
public record DicomObject(Dataset meta, TransferSyntax transferSyntax, Dataset dataset) {

  public DicomObject {
    Objects.requireNonNull(meta, "meta");
    Objects.requireNonNull(transferSyntax, "transferSyntax");
    Objects.requireNonNull(dataset, "dataset");
  }

  /** An object made here, to be written as explicit VR little endian. */
  public static DicomObject of(Dataset dataset) {
    return new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, dataset);
  }

  /** SOP Class UID, if the dataset names one. */
  public Optional<String> sopClassUid() {
    return dataset.string(Tag.SOP_CLASS_UID);
  }

  /** SOP Instance UID, if the dataset names one. */
  public Optional<String> sopInstanceUid() {
    return dataset.string(Tag.SOP_INSTANCE_UID);
  }
}
