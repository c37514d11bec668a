// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomEncodingOptions;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomOutputStream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.TransferSyntax;

/**
 * A codec on dcm4che-core. It reads and writes what {@link Part10Codec} does, with three
 * differences: dcm4che trims leading spaces of text as well, takes an item that the end of the file
 * cuts off for a short one, and keeps bytes that are not of the declared character set as
 * replacement characters.
 *
 * @see <a href="https://github.com/dcm4che/dcm4che">dcm4che</a>
 */
public final class Dcm4cheCodec implements DicomCodec {

  /** No group lengths; defined lengths of sequences and items, empty ones included. */
  private static final DicomEncodingOptions DEFINED_LENGTHS =
      new DicomEncodingOptions(
          /* groupLength= */ false,
          /* undefSeqLength= */ false,
          /* undefEmptySeqLength= */ false,
          /* undefItemLength= */ false,
          /* undefEmptyItemLength= */ false);

  @Override
  public String name() {
    return "dcm4che";
  }

  @Override
  public DicomObject read(byte[] part10) throws DicomFormatException {
    // A fault of the library's own is as much a reason to refuse the file as one that it reports.
    try {
      return parse(part10);
    } catch (IOException | RuntimeException cause) {
      throw new DicomFormatException("dcm4che can't read the file; send it again", cause);
    } catch (StackOverflowError cause) {
      throw new DicomFormatException("sequences nest too deep", cause);
    }
  }

  @Override
  public byte[] write(DicomObject object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DicomOutputStream output = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
      output.setEncodingOptions(DEFINED_LENGTHS);
      output.writeDataset(
          Dcm4cheAttributes.of(FileWriter.meta(object)),
          Dcm4cheAttributes.of(FileWriter.inUnicode(object.dataset())));
    } catch (IOException cause) {
      throw new IllegalStateException("nothing fails to be written to memory", cause);
    }
    return bytes.toByteArray();
  }

  private static DicomObject parse(byte[] part10) throws IOException, DicomFormatException {
    try (DicomInputStream input = limited(part10)) {
      Attributes meta = input.readFileMetaInformation();
      String uid = input.getTransferSyntax();
      TransferSyntax syntax =
          TransferSyntax.of(uid)
              .orElseThrow(
                  () ->
                      new DicomFormatException(
                          "the transfer syntax " + Part10Codec.printable(uid) + " is not known"));
      Dataset dataset =
          Dcm4cheAttributes.dataset(
              syntax.equals(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                  ? inflated(part10, (int) input.getPosition())
                  : input.readDataset());
      if (dataset.size() == 0) {
        throw new DicomFormatException("the dataset is empty; send the file again");
      }
      PixelDataLength.check(dataset, syntax);
      return new DicomObject(
          meta == null ? Dataset.empty() : Dcm4cheAttributes.dataset(meta), syntax, dataset);
    }
  }

  /** Does not believe a length before the bytes are there. */
  private static DicomInputStream limited(byte[] part10) throws IOException {
    return DicomInputStream.createWithLimit(new ByteArrayInputStream(part10), part10.length);
  }

  /** Inflated here, where the size that it may grow to has a bound. */
  private static Attributes inflated(byte[] part10, int start)
      throws IOException, DicomFormatException {
    byte[] bytes =
        Deflated.inflate(
            Arrays.copyOfRange(part10, start, part10.length), Part10Codec.MAXIMUM_INFLATED);
    try (DicomInputStream input =
        DicomInputStream.createWithLimit(
            new ByteArrayInputStream(bytes), UID.ExplicitVRLittleEndian, bytes.length)) {
      return input.readDataset();
    }
  }
}
