// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import java.util.Arrays;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * A digest of what a film shows: its pixel data as they are stored, and the attributes that decide
 * how they are displayed and measured. The same film in another transfer syntax is another image.
 */
final class ImageDigest {

  private static final List<Tag> SHOWN =
      tags(
          0x00280002, // SamplesPerPixel
          0x00280004, // PhotometricInterpretation
          0x00280008, // NumberOfFrames
          0x00280010, // Rows
          0x00280011, // Columns
          0x00280030, // PixelSpacing
          0x00280034, // PixelAspectRatio
          0x00181164, // ImagerPixelSpacing
          0x00182010, // NominalScannedPixelSpacing
          0x00280100, // BitsAllocated
          0x00280101, // BitsStored
          0x00280102, // HighBit
          0x00280103, // PixelRepresentation
          0x00280120, // PixelPaddingValue
          0x00280121, // PixelPaddingRangeLimit
          0x00281050, // WindowCenter
          0x00281051, // WindowWidth
          0x00281052, // RescaleIntercept
          0x00281053, // RescaleSlope
          0x00281056, // VOILUTFunction
          0x00283000, // ModalityLUTSequence
          0x00283010, // VOILUTSequence
          0x20500020, // PresentationLUTShape
          0x00181600, // ShutterShape
          0x00181602, // ShutterLeftVerticalEdge
          0x00181604, // ShutterRightVerticalEdge
          0x00181606, // ShutterUpperHorizontalEdge
          0x00181608, // ShutterLowerHorizontalEdge
          0x00181610, // CenterOfCircularShutter
          0x00181612, // RadiusOfCircularShutter
          0x00181620, // VerticesOfThePolygonalShutter
          0x7FE00010 // PixelData
          );

  private ImageDigest() {}

  /** The digest, 64 hexadecimal digits. */
  static String of(Dataset film) {
    Sha256 sha = new Sha256();
    SHOWN.forEach(tag -> film.get(tag).ifPresent(attribute -> add(attribute, film, sha)));
    return sha.hex();
  }

  private static void add(Attribute attribute, Dataset parent, Sha256 sha) {
    if (attribute.isEmpty()) {
      return;
    }
    sha.line(attribute.tag().toString());
    if (attribute instanceof Attribute.Text text) {
      // A number is the same however it is written: archives rewrite 0.143 as .143.
      List<Double> numbers =
          (text.vr() == Vr.DS || text.vr() == Vr.IS) ? parent.decimals(text.tag()) : List.of();
      sha.line((numbers.isEmpty() ? parent.strings(text.tag()) : numbers).toString());
    } else if (attribute instanceof Attribute.Binary binary) {
      sha.value(binary.value());
    } else if (attribute instanceof Attribute.Fragments encapsulated) {
      // The first is the Basic Offset Table, which writers fill or leave empty.
      encapsulated.fragments().stream().skip(1).forEach(sha::value);
    } else if (attribute instanceof Attribute.Sequence sequence) {
      for (Dataset item : sequence.items()) {
        item.forEach(each -> add(each, item, sha));
      }
    }
  }

  private static List<Tag> tags(int... values) {
    return Arrays.stream(values).mapToObj(Tag::new).toList();
  }
}
